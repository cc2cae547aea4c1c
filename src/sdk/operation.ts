/** Waiting for long changes, as ARM announces them. */
import { ArmError, errorOf } from './errors.ts';
import type { Ask, Client, Reply } from './http.ts';

/** `step` and `detail` are Teal's own words on how far it has come; '' where the service says none. */
export type Progress = { readonly status: string; readonly step: string; readonly detail: string };

export type Waiting = {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal | undefined;
};

type StatusDocument = {
  readonly status?: string;
  readonly properties?: { readonly step?: string; readonly detail?: string } | null;
};

const defaultWaitMs = 1000;

/**
 * Resolves when the change that `reply` announced has ended well; at once when it announced none. Throws ArmError with
 * the operation's error when it failed, with status 200.
 */
export async function finished(client: Client, reply: Reply<unknown>, waiting: Waiting = {}): Promise<void> {
  const operation = reply.headers.get('azure-asyncoperation');
  const location = reply.headers.get('location');
  if (operation !== null) await followStatus(client, operation, waiting);
  else if (location !== null && reply.status === 202) await followLocation(client, location, waiting);
}

async function followStatus(client: Client, url: string, waiting: Waiting): Promise<void> {
  for (;;) {
    const reply = await client.call<StatusDocument>('GET', url, withSignal(waiting));
    const status = reply.body.status ?? 'Succeeded';
    const { step = '', detail = '' } = reply.body.properties ?? {};
    waiting.onProgress?.({ status, step, detail });
    switch (status.toLowerCase()) {
      case 'succeeded':
        return;
      case 'failed':
      case 'canceled':
        throw new ArmError(
          200,
          errorOf(reply.body) ?? { code: status, message: `The operation ended with status ${status}.` },
        );
      default:
        await pause(waitMs(reply.headers), waiting.signal);
    }
  }
}

async function followLocation(client: Client, url: string, waiting: Waiting): Promise<void> {
  let next = url;
  for (;;) {
    const reply = await client.call<unknown>('GET', next, withSignal(waiting));
    if (reply.status !== 202) return;
    waiting.onProgress?.({ status: 'InProgress', step: '', detail: '' });
    next = reply.headers.get('location') ?? next;
    await pause(waitMs(reply.headers), waiting.signal);
  }
}

function withSignal({ signal }: Waiting): Ask {
  return signal === undefined ? {} : { signal };
}

function waitMs(headers: Headers): number {
  const exact = Number(headers.get('x-ms-retry-after-ms') ?? headers.get('retry-after-ms'));
  if (exact > 0) return exact;
  const seconds = Number(headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : defaultWaitMs;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException('The wait was interrupted.', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
