import type { RunningInstance } from '../../domain/ports.ts';

export type Said = NonNullable<RunningInstance['said']>;

const longestLine = 1 << 20;

/** Takes what arrives on a readiness pipe, piece by piece, and calls back with what it means. */
export function readinessLines(said: (said: Said) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) {
      const meaning = meaningOf(line);
      if (meaning !== undefined) said(meaning);
    }
  };
}

/** Undefined for what is no event, or one that this version does not know. */
function meaningOf(line: string): Said | undefined {
  const event = parse(line);
  if (event.event === 'ready') return { kind: 'ready' };
  if (event.event !== 'failed') return undefined;
  const failure = {
    code: typeof event.code === 'string' ? event.code : 'BadArgument',
    message: typeof event.message === 'string' ? event.message : 'The instance did not say why it failed.',
  };
  return { kind: 'failed', failure };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
