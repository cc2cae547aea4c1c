import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { targetIn } from '../target.ts';
import type { World } from '../world.ts';
import type { LogLimits, ServerAddress, ServerDoor, UploadLimits } from './door.ts';
import { addressOf, homeOf } from './place.ts';
import { linkTo } from './studio.ts';

const defaultPort = 8585;
const startWithinMs = 60_000;
const mib = 2 ** 20;
const leastLogMib = 4;
const mostLogMib = 2 ** 20;

/** `teal up`: resolves when Teal has stopped, or with --detach when it serves. */
export function up(door: ServerDoor) {
  return async (call: Call): Promise<unknown> => {
    const { args, world, terminal } = call;
    const home = homeOf(world, args.text('home'));
    if (args.flag('detach')) return detach(call, door, home);
    // From the first moment: a TERM that found nobody listening would end this process and leave the others behind.
    const end = asked(world.signal);
    const running = await door
      .up({
        home,
        host: args.text('host') ?? '127.0.0.1',
        port: portOf(call),
        routerWorkers: args.number('router-workers') ?? door.defaultRouterWorkers,
        anonymousScoring: args.flag('local'),
        limits: limitsOf(call),
        studioHosts: hostsOf(call),
        logs: logsOf(call),
        say: terminal.warn,
      })
      .catch((cause: unknown) => {
        throw new Failure(cause instanceof Error ? cause.message : String(cause));
      });
    await greet(call, running.server, home);
    await end;
    terminal.note('Stopping: requests in flight are finished first.');
    await running.stop();
    return undefined;
  };
}

async function detach(call: Call, door: ServerDoor, home: string): Promise<undefined> {
  const holder = door.holder(home);
  if (holder !== undefined) throw new Failure(`Teal already runs on ${home} (process ${holder}).`);
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const logFile = join(home, 'logs', 'supervisor.log');
  // One's own until it serves: of several that start at once none may write over what another one says.
  const draft = `${logFile}.${process.pid}`;
  const log = openSync(draft, 'w', 0o600);
  const words = process.argv.slice(1).filter((word) => word !== '--detach');
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.unref();
  for (let waited = 0; waited < startWithinMs && !ended; waited += 50) {
    const server = addressOf(home);
    if (server !== undefined && server.pid === child.pid) {
      renameSync(draft, logFile);
      await greet(call, server, home);
      return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!ended) child.kill('SIGTERM');
  const said = readFileSync(draft, 'utf8').trim();
  rmSync(draft);
  throw new Failure(said.replace(/^ERROR: /, '') || 'Teal did not start in time.');
}

function limitsOf({ args }: Call): UploadLimits {
  const of = (option: string, unit: number) => {
    const given = args.number(option);
    if (given !== undefined && given < 1)
      throw new Failure(`--${option} is ${given}; it must be at least 1.`, 2);
    return given === undefined ? undefined : given * unit;
  };
  const limits = {
    maxFileBytes: of('max-file-mib', mib),
    maxTreeBytes: of('max-asset-mib', mib),
    maxTreeFiles: of('max-asset-files', 1),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

/** A log of a size that holds next to nothing is a mistake; none at all is a wish. */
function logsOf({ args }: Call): LogLimits {
  const of = (option: string) => {
    const given = args.number(option);
    if (given === undefined || given === 0 || (given >= leastLogMib && given <= mostLogMib)) return given;
    throw new Failure(
      `--${option} is ${given}; it must be 0, for none, or ${leastLogMib} to ${mostLogMib}.`,
      2,
    );
  };
  const logs = {
    trafficBytes: of('traffic-log-mib'),
    consoleBytes: of('console-log-mib'),
    eventBytes: of('event-log-mib'),
  };
  return Object.fromEntries(
    Object.entries(logs).flatMap(([name, given]) => (given === undefined ? [] : [[name, given * mib]])),
  );
}

function portOf({ args }: Call): number {
  const port = args.number('port') ?? defaultPort;
  if (port >= 0 && port <= 65_533) return port;
  throw new Failure(
    `--port is ${port}; it must be 0 to 65533, because scoring and HTTPS use the two after it.`,
    2,
  );
}

/** Names alone: whatever the port, and no pattern that would let strangers in. */
function hostsOf({ args }: Call): readonly string[] {
  const hosts = args.list('studio-host');
  const wrong = hosts.find((host) => !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host));
  if (wrong === undefined) return hosts;
  throw new Failure(`--studio-host is '${wrong}'; it must be a name such as teal.example.com.`, 2);
}

async function greet({ terminal, world }: Call, server: ServerAddress, home: string): Promise<void> {
  terminal.note(`Teal is up. Control plane ${server.url}, scoring ${server.scoringUrl}, home ${home}`);
  terminal.note(await studioLine(world, home));
  terminal.note(
    'Try: teal exec -- az ml online-endpoint list      Stop: teal down (or Ctrl-C in the foreground)',
  );
}

/** A link signs in whoever has it, so it is printed for a person who looks, and not into somebody's log. */
async function studioLine({ stderr }: World, home: string): Promise<string> {
  const target = targetIn(home);
  const hint = `Studio: ${target?.url ?? ''} (sign in with the link that \`teal studio\` prints)`;
  if (stderr.isTTY !== true || target === undefined) return hint;
  return linkTo(target).then(
    ({ url }) => `Studio: ${url} (once, within 10 minutes; another: teal studio)`,
    () => hint,
  );
}

/** Ctrl-C or a TERM from `teal down`. */
function asked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}
