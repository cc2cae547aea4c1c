import { type LogKind, type LogQuery, logs } from '../../sdk/logs.ts';
import type { Call } from '../call.ts';
import { periodMs, timeOf } from '../commands/monitor/metrics/span.ts';
import { usage } from '../failure.ts';
import { openSession } from '../session.ts';
import { rowOf } from './shape.ts';

const usual = 100;
const most = 100_000;

/** `teal logs query`: all columns, newest last; a table has a few of them. What cannot be asked is refused by the server. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const limit = args.number('limit') ?? usual;
  if (limit < 1 || limit > most) throw usage(`argument --limit: ${limit} is not from 1 to ${most}`);
  const query = queryOf(call);
  const { client, workspace } = await openSession(call);
  const lines = await logs(client, workspace).last(limit, query);
  return isTable(call) ? lines.map((line) => rowOf(query.kind ?? 'traffic', line)) : lines;
}

function queryOf({ args, world }: Call): LogQuery {
  const now = Date.now();
  const time = (option: string): Date | undefined => {
    const text = args.text(option);
    if (text === undefined) return undefined;
    const isPeriod = /^\d+[dhm]/i.test(text);
    return new Date(isPeriod ? now - periodMs(text, `--${option}`) : timeOf(text, `--${option}`));
  };
  const duration = args.text('min-duration-ms');
  if (duration !== undefined && !/^\d+(\.\d+)?$/.test(duration)) {
    throw usage(`argument --min-duration-ms: '${duration}' is not a number of milliseconds`);
  }
  return {
    kind: kindOf(args.text('kind')),
    endpoint: args.text('endpoint-name'),
    deployment: args.text('deployment-name'),
    instance: args.text('instance-id'),
    status: args.text('status'),
    requestId: args.text('request-id'),
    since: time('since'),
    until: time('until'),
    contains: args.text('contains'),
    minDurationMs: duration === undefined ? undefined : Number(duration),
    signal: world.signal,
  };
}

function kindOf(text = 'traffic'): LogKind {
  const kind = text.toLowerCase();
  if (kind === 'traffic' || kind === 'console' || kind === 'event') return kind;
  throw usage(`argument --kind: '${text}' is not traffic, console or event`);
}

/** Twenty-five columns are no table; a query chooses its own. */
function isTable({ args, config }: Call): boolean {
  const output = args.text('output') ?? config.get('core', 'output')?.value;
  return output === 'table' && !args.has('query');
}
