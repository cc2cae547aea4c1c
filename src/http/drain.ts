import type { IncomingMessage } from 'node:http';

const mostBytes = 64 * 1024 * 1024;
const withinMs = 5000;

/**
 * Reads and throws away what is left of a body, within bounds: a client that is still sending when it is refused would
 * otherwise find a broken connection and never see the answer.
 */
export function drained(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let left = mostBytes;
    const end = (): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', end).off('close', end);
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      left -= chunk.byteLength;
      if (left < 0) end();
    };
    const timer = setTimeout(end, withinMs);
    request.on('data', onData).once('end', end).once('close', end);
    // Whoever read it before may have left it standing.
    request.resume();
  });
}
