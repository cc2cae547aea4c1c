/**
 * Lines of the traffic log leave out what they have in common with others: a line before them in the same page of the
 * writer says it once (`Shared`, a number), and they name it (`With`, the numbers). Readers see whole lines.
 */
import type { LogLine } from '../../domain/logs.ts';

/** A page at most: so far before a line is what it shares. */
export const reachBytes = 64 * 1024;

/** What several lines share; read when somebody wants one of them. */
export type Shared = { readonly text: string; columns?: LogLine | undefined };

/** `{"TimeGenerated":"2026-01-02T03:04:05.678Z"` */
const timeEnd = 43;
const sharedMark = ',"Shared":';
const withMark = ',"With":[';
/** Of lines that share nothing. */
const nothing: readonly Shared[] = [];

/** As Azure Monitor has them, and our own; whole lines have them in this order wherever they were kept. */
const order: LogLine = Object.fromEntries(
  [
    ...['TimeGenerated', 'OperationName', 'Location', 'SubscriptionId', 'AzureMLWorkspaceId'],
    ...['AzureMLWorkspaceName', 'EndpointName', 'AuthType', 'DeploymentName', 'InstanceId', 'Kind'],
    ...['ResponseCode', 'ResponseCodeReason', 'ModelStatusCode', 'ModelStatusReason'],
    ...['Method', 'Path', 'Protocol', 'UserAgent', 'XMSClientRequestId', 'XRequestId'],
    ...['RequestPayloadSize', 'ResponsePayloadSize', 'TotalDurationMs', 'RequestDurationMs'],
    ...['ResponseDurationMs', 'RequestThrottlingDelayMs', 'ResponseThrottlingDelayMs'],
  ].map((name) => [name, null]),
);

/** Goes over the lines of a file in their order: a number means what it was said to mean last. */
export class SharedLines {
  readonly #known = new Map<number, Shared>();

  /** Whether it is no line of a request, but says what others share. */
  take(text: string): boolean {
    if (!text.startsWith(sharedMark, timeEnd)) return false;
    this.#known.set(Number.parseInt(text.slice(timeEnd + sharedMark.length), 10), { text });
    return true;
  }

  /** What a line shares; undefined when that is not there. */
  of(text: string): readonly Shared[] | undefined {
    if (!text.startsWith(withMark, timeEnd)) return nothing;
    const numbers = text.slice(timeEnd + withMark.length, text.indexOf(']', timeEnd)).split(',');
    const found = numbers.map((number) => this.#known.get(Number(number)));
    return found.every((one) => one !== undefined) ? found : undefined;
  }
}

/** All columns of a line; undefined when it is none. */
export function wholeLine(text: string, shared: readonly Shared[]): LogLine | undefined {
  if (shared.length === 0) return readLine(text);
  const own = readLine(text.slice(0, timeEnd) + text.slice(text.indexOf(']', timeEnd) + 1));
  if (own === undefined) return undefined;
  let whole = order;
  for (const one of shared) whole = { ...whole, ...columnsOf(one) };
  return { ...whole, ...own };
}

function columnsOf(shared: Shared): LogLine | undefined {
  if (shared.columns === undefined) {
    const { Shared: _, ...columns } = readLine(shared.text) ?? {};
    shared.columns = columns;
  }
  return shared.columns;
}

function readLine(text: string): LogLine | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? (found as LogLine) : undefined;
  } catch {
    return undefined;
  }
}
