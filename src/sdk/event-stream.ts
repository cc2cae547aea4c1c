/** The format of server-sent events (HTML standard, 9.2). */
import { TransportError } from './errors.ts';

export type Message = {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
};

/** Teal says that it lives every 15 seconds. */
const silentMs = 45_000;

/** The messages of a stream until it ends. Throws TransportError when nothing comes for 45 seconds. */
export async function* messagesOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Message, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await soon(reader.read(), signal);
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = messageIn(block);
        if (message !== undefined) yield message;
      }
    }
  } finally {
    // A stream that broke off cannot be given up any more.
    await reader.cancel().catch(() => undefined);
  }
}

/** Undefined for a block without data: a comment, or a setting. */
function messageIn(block: string): Message | undefined {
  let event = 'message';
  let id: string | undefined;
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === 'event') event = value;
    else if (name === 'id') id = value;
    else if (name === 'data') data.push(value);
  }
  return data.length === 0 ? undefined : { event, id, data: data.join('\n') };
}

/** The result, unless it takes too long or the signal is aborted first. */
function soon<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => end(() => reject(signal.reason));
    const timer = setTimeout(
      () => end(() => reject(new TransportError('The stream of events has fallen silent.'))),
      silentMs,
    );
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      settle();
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    result.then(
      (value) => end(() => resolve(value)),
      (error) => end(() => reject(error)),
    );
  });
}
