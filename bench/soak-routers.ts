/** What the router workers say of the copies that they made. */
import { request } from 'node:http';
import { join } from 'node:path';
import type { CountersReport } from '../src/router/count.ts';
import { drops } from '../src/router/count.ts';

export type Copies = Readonly<Record<string, number>>;

/** Copies that ended, and those that were dropped by the reason, of both workers. */
export async function copiesOf(home: string): Promise<Copies> {
  const reports = await Promise.all(
    [0, 1].map((index) => counters(join(home, 'run', `router-${index}.sock`))),
  );
  const slots = reports.flatMap(({ slots }) => Object.values(slots));
  const total = (of: (slot: (typeof slots)[number]) => number) =>
    slots.reduce((sum, slot) => sum + of(slot), 0);
  const dropped = drops.map((reason) => [reason, total((slot) => slot.mirrorDropped[reason])] as const);
  return { ended: total(({ mirror }) => mirror.requests), ...Object.fromEntries(dropped) };
}

function counters(socketPath: string): Promise<CountersReport> {
  return new Promise((resolve, reject) => {
    const ask = request({ socketPath, path: '/counters', agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve(JSON.parse(text) as CountersReport));
    });
    ask.once('error', reject);
    ask.end();
  });
}
