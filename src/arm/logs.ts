/** What may be asked of the logs: GET {workspace}/logs (ours). */
import { DomainError } from '../domain/errors.ts';
import { type LogFilter, type LogKind, logKinds } from '../domain/logs.ts';
import { choice } from './choice.ts';

export type LogAsk = { readonly kind: LogKind; readonly filter: LogFilter; readonly limit: number };

type Asked = Readonly<Record<string, string | undefined>>;

const usualPage = 100;
const largestPage = 1000;
const longestText = 200;

/** Of all logs, and those that only a request has. */
const common = ['kind', 'endpoint', 'deployment', 'instance', 'since', 'until', 'contains'] as const;
const ofRequests = ['status', 'requestId', 'minDurationMs'] as const;
const known: readonly string[] = [...common, ...ofRequests, 'api-version', '$top', '$skipToken'];

/**
 * kind (traffic unless given, console, event), endpoint, deployment, instance, since and until (ISO 8601 with a zone;
 * from the one on, before the other), contains (in any value, whatever the case), and of requests status (200, 5xx or
 * 400-499; 0 for answers that broke off), requestId (the router's or the client's) and minDurationMs. `$top` is a page's
 * length. Throws bad-argument that names the parameter, its value and what is allowed.
 */
export function parseLogAsk(asked: Asked): LogAsk {
  const stranger = Object.keys(asked).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const names = known.filter((name) => name !== 'api-version').join(', ');
    throw refused(stranger, `${stranger} is not a known filter; there are ${names}.`);
  }
  const kind = choice(logKinds, asked.kind ?? 'traffic', 'kind');
  const misplaced = ofRequests.find((name) => asked[name] !== undefined);
  if (kind !== 'traffic' && misplaced !== undefined) {
    throw refused(misplaced, `${misplaced} is only for kind traffic; the lines of kind ${kind} have none.`);
  }
  const filter = {
    endpoint: textOf(asked, 'endpoint'),
    deployment: textOf(asked, 'deployment'),
    instance: textOf(asked, 'instance'),
    requestId: textOf(asked, 'requestId'),
    contains: textOf(asked, 'contains'),
    status: statusOf(asked.status),
    minDurationMs: numberOf(asked, 'minDurationMs', 0, 1e9),
    since: timeOf(asked, 'since'),
    until: timeOf(asked, 'until'),
  };
  checkOrder(filter, asked);
  return { kind, filter, limit: numberOf(asked, '$top', 1, largestPage) ?? usualPage };
}

function textOf(asked: Asked, name: string): string | undefined {
  const text = asked[name];
  if (text === undefined || (text !== '' && text.length <= longestText)) return text;
  throw refused(name, `${name} has ${text.length} characters; it must have 1 to ${longestText}.`);
}

function statusOf(text: string | undefined): LogFilter['status'] {
  if (text === undefined) return undefined;
  const [, digit] = /^([1-5])xx$/i.exec(text) ?? [];
  if (digit !== undefined) return [Number(digit) * 100, Number(digit) * 100 + 99];
  const [, none, first, to] = /^(?:(0)|([1-5]\d\d)(?:-([1-5]\d\d))?)$/.exec(text) ?? [];
  const from = none ?? first;
  const range = [Number(from), Number(to ?? from)] as const;
  if (from !== undefined && range[0] <= range[1]) return range;
  throw refused(
    'status',
    `status is '${text}'; it must be a code such as 200, a class such as 5xx, or a range such as 400-499.`,
  );
}

function numberOf(asked: Asked, name: string, least: number, most: number): number | undefined {
  const text = asked[name];
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const isWhole = name !== '$top' || Number.isInteger(value);
  if (value >= least && value <= most && isWhole) return value;
  throw refused(name, `${name} is '${text}'; it must be a number from ${least} to ${most}.`);
}

function timeOf(asked: Asked, name: string): number | undefined {
  const text = asked[name];
  if (text === undefined) return undefined;
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = isTime ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw refused(name, `${name} is '${text}'; it must be a time with its zone, such as 2024-05-01T10:00:00Z.`);
}

function checkOrder({ since, until }: LogFilter, asked: Asked): void {
  if (since === undefined || until === undefined || since < until) return;
  throw refused('since', `since is '${asked.since}'; it must be before until, which is '${asked.until}'.`);
}

function refused(target: string, message: string): DomainError {
  return new DomainError('bad-argument', message, { target });
}
