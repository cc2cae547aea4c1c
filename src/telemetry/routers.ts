import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

const answersWithinMs = 900;
/** A report this large is no report. */
const mostBytes = 64 * 1024 * 1024;

/** The counters of every router worker that answers, as text by the name of its socket. */
export async function readRouters(doors: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(doors).catch((): string[] => []);
  const sockets = names.filter((name) => /^router-\d+\.sock$/.test(name));
  const texts = await Promise.all(sockets.map((name) => readSocket(join(doors, name), '/counters')));
  const found = new Map<string, string>();
  for (const [at, name] of sockets.entries()) {
    const text = texts[at];
    if (text !== undefined) found.set(name, text);
  }
  return found;
}

/** Undefined when the worker does not answer: it is starting, or gone. What it counts is read the next time. */
export function readSocket(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const get = request({ socketPath, path, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > mostBytes) get.destroy();
      });
      answer.once('error', () => resolve(undefined));
      answer.once('close', () => {
        const whole = answer.complete && answer.statusCode === 200;
        resolve(whole ? Buffer.concat(chunks).toString() : undefined);
      });
    });
    get.setTimeout(answersWithinMs, () => get.destroy());
    get.once('error', () => resolve(undefined));
    get.end();
  });
}
