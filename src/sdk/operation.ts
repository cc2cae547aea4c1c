/** Waiting for long changes, as ARM announces them. */
import { ArmError, errorOf, WaitTimeoutError } from './errors.ts';
import type { Ask, Client, Reply } from './http.ts';
import { pause } from './pause.ts';
import { waitMs } from './retry.ts';

/** `step` and `detail` are Teal's own words on how far it has come; '' where the service says none. */
export type Progress = {
  /** `InProgress`, `Succeeded`, `Failed` or `Canceled`. */
  readonly status: string;
  readonly step: string;
  readonly detail: string;
};

/** How to wait. Ending a wait never ends the change: that goes on in the service. */
export type Waiting = {
  /** Called with each look at the operation, the last one included. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the wait with WaitTimeoutError; there is no end unless it is given. */
  readonly timeoutMs?: number;
};

/** A long change that has begun. `A` is what the service answered at once, `T` what waiting results in. */
export type Operation<A, T> = {
  /** Where its status is read, for `operations.attach`, from another program too; undefined when it is done already. */
  readonly url: string | undefined;
  readonly accepted: A;
  /**
   * The version of the routing table that every router worker runs, of a change of an endpoint that was done when the
   * service answered; not there for the others.
   */
  readonly tableVersion?: number;
  /** One look. Does not throw when the operation failed: `status` says so. */
  status(ask?: Pick<Ask, 'signal'>): Promise<Progress>;
  /** Until it has ended. Throws ArmError with the operation's error, WaitTimeoutError, or the signal's reason. */
  wait(waiting?: Waiting): Promise<T>;
};

type StatusDocument = {
  readonly status?: string;
  readonly properties?: { readonly step?: string; readonly detail?: string } | null;
};

const defaultWaitMs = 1000;
/** A wait has time: it outlives a slow restart of the control plane. */
const usualPatienceMs = 30_000;
const done: Progress = { status: 'Succeeded', step: '', detail: '' };

/** The change that `reply` announced; `result` is asked once it has ended well. */
export function operationOf<A, T>(
  client: Client,
  reply: Reply<A>,
  result: (accepted: A, ask: Pick<Ask, 'signal'>) => Promise<T>,
): Operation<A, T> {
  const url = reply.headers.get('azure-asyncoperation') ?? locationOf(reply) ?? undefined;
  const table = reply.headers.get('x-teal-table-version');
  return {
    url,
    accepted: reply.body,
    ...(table === null ? {} : { tableVersion: Number(table) }),
    status: async (ask = {}) => (url === undefined ? done : (await look(client, url, ask)).progress),
    wait: async (waiting = {}) => {
      await finished(client, reply, waiting);
      return result(reply.body, { signal: waiting.signal });
    },
  };
}

/**
 * Resolves when the change that `reply` announced has ended well; at once when it announced none. Throws ArmError with
 * the operation's error when it failed, with status 200.
 */
export async function finished(client: Client, reply: Reply<unknown>, waiting: Waiting = {}): Promise<void> {
  const operation = reply.headers.get('azure-asyncoperation');
  const location = locationOf(reply);
  if (operation !== null) await followed(client, operation, waiting);
  else if (location !== null) {
    await bounded(waiting, location, (signal) => followLocation(client, location, { ...waiting, signal }));
  }
}

/** Resolves when the operation at a status URL has ended well. Throws as `finished` does. */
export function followed(client: Client, url: string, waiting: Waiting): Promise<void> {
  return bounded(waiting, url, (signal) => followStatus(client, url, { ...waiting, signal }));
}

async function followStatus(client: Client, url: string, waiting: Waiting): Promise<void> {
  for (;;) {
    const { progress, reply } = await look(client, url, waiting);
    waiting.onProgress?.(progress);
    switch (progress.status.toLowerCase()) {
      case 'succeeded':
        return;
      case 'failed':
      case 'canceled':
        throw new ArmError(
          200,
          errorOf(reply.body) ?? {
            code: progress.status,
            message: `The operation ended with status ${progress.status}.`,
          },
        );
      default:
        await pause(waitMs(reply.headers) ?? defaultWaitMs, waiting.signal);
    }
  }
}

/** One look at an operation's status document. */
export async function look(
  client: Client,
  url: string,
  { signal }: Pick<Ask, 'signal'> = {},
): Promise<{ readonly progress: Progress; readonly reply: Reply<StatusDocument> }> {
  const reply = await client.call<StatusDocument>('GET', url, { signal, usualPatienceMs });
  const { step = '', detail = '' } = reply.body?.properties ?? {};
  const running = reply.status === 202 ? 'InProgress' : 'Succeeded';
  return { progress: { status: reply.body?.status ?? running, step, detail }, reply };
}

async function followLocation(client: Client, url: string, waiting: Waiting): Promise<void> {
  let next = url;
  for (;;) {
    const reply = await client.call<unknown>('GET', next, { signal: waiting.signal, usualPatienceMs });
    if (reply.status !== 202) return;
    waiting.onProgress?.({ status: 'InProgress', step: '', detail: '' });
    next = reply.headers.get('location') ?? next;
    await pause(waitMs(reply.headers) ?? defaultWaitMs, waiting.signal);
  }
}

async function bounded(
  { signal, timeoutMs }: Waiting,
  url: string,
  wait: (signal: AbortSignal | undefined) => Promise<void>,
): Promise<void> {
  if (timeoutMs === undefined) return wait(signal);
  const late = AbortSignal.timeout(timeoutMs);
  try {
    await wait(signal === undefined ? late : AbortSignal.any([signal, late]));
  } catch (error) {
    if (!late.aborted || signal?.aborted === true || error instanceof ArmError) throw error;
    throw new WaitTimeoutError(`The change was still under way after ${timeoutMs} ms; it goes on: ${url}`);
  }
}

function locationOf(reply: Reply<unknown>): string | null {
  return reply.status === 202 ? reply.headers.get('location') : null;
}
