import type { World } from './world.ts';

/** What is said beside the result, always on standard error. */
export type Terminal = {
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
  /** A plain line; hidden by --only-show-errors like a warning. */
  readonly note: (message: string) => void;
  /** Only with --verbose or --debug. */
  readonly info: (message: string) => void;
  readonly debug: (message: string) => void;
  /**
   * Shows how a long change comes along. On a terminal it is one line that is rewritten; elsewhere a new step is a
   * new line. `done` ends it.
   */
  readonly progress: (what: string) => Progress;
};

export type Progress = {
  readonly at: (step: string, detail: string) => void;
  readonly done: (outcome: string) => void;
};

export type Loudness = { readonly onlyErrors: boolean; readonly verbose: boolean; readonly debug: boolean };

export function terminal({ stderr }: Pick<World, 'stderr'>, loudness: Loudness): Terminal {
  const tty = stderr.isTTY === true;
  const labelled = (level: string, color: string, message: string) =>
    stderr.write(tty ? `\u001b[${color}m${message}\u001b[0m\n` : `${level}: ${message}\n`);
  return {
    warn: (message) => {
      if (!loudness.onlyErrors) labelled('WARNING', '33', message);
    },
    error: (message) => labelled('ERROR', '31', message),
    note: (message) => {
      if (!loudness.onlyErrors) stderr.write(`${message}\n`);
    },
    info: (message) => {
      if (loudness.verbose || loudness.debug) labelled('INFO', '32', message);
    },
    debug: (message) => {
      if (loudness.debug) labelled('DEBUG', '36', message);
    },
    progress: (what) => {
      if (loudness.onlyErrors) return { at: () => {}, done: () => {} };
      return tty ? oneLine(stderr, what) : manyLines(stderr, what);
    },
  };
}

function oneLine(stderr: World['stderr'], what: string): Progress {
  const started = Date.now();
  let line = what;
  let dots = 0;
  const show = () => {
    const text = `${line} ${'.'.repeat((dots % 20) + 1)} (${elapsed(started)})`;
    stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
    dots++;
  };
  show();
  const timer = setInterval(show, 1000);
  return {
    at: (step, detail) => {
      line = [what, step, detail].filter((part) => part !== '').join(': ');
    },
    done: (outcome) => {
      clearInterval(timer);
      stderr.write(`\r\u001b[K${what}: ${outcome} (${elapsed(started)})\n`);
    },
  };
}

/** A log gets the steps, not every detail: details change by the line of a build. */
function manyLines(stderr: World['stderr'], what: string): Progress {
  const started = Date.now();
  let last = '';
  stderr.write(`${what}\n`);
  return {
    at: (step, detail) => {
      if (step === last || step === '') return;
      last = step;
      stderr.write(`${what}: ${step}${detail === '' ? '' : `: ${detail}`} (${elapsed(started)})\n`);
    },
    done: (outcome) => stderr.write(`${what}: ${outcome} (${elapsed(started)})\n`),
  };
}

function elapsed(started: number): string {
  const seconds = Math.round((Date.now() - started) / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}
