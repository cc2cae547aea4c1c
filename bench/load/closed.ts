/** Clients that ask again as soon as they are answered. */
import type { Place } from '../processes.ts';
import { Client, headOf } from './http.ts';

export type Target = {
  readonly place: Place;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Closed = {
  readonly perSecond: number;
  /** ms of each request, in no order. */
  readonly times: readonly number[];
  /** The last answer. */
  readonly answer: string;
};

/** Throws at the first answer that is not 200. */
export async function closedLoop(target: Target, clients: number, seconds: number): Promise<Closed> {
  const body = Buffer.from(target.body);
  const request = Buffer.concat([headOf(target.path, body.length, target.fields), body]);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const all = Array.from({ length: clients }, () => new Client(target.place, reject));
  const times: number[] = [];
  let answer = '';
  let open = clients;
  const begin = performance.now();
  const end = begin + 1000 * seconds;
  const ask = (client: Client): void => {
    const sent = performance.now();
    client.send(request, undefined, (status, text) => {
      const now = performance.now();
      if (status !== 200) return reject(new Error(`${status} instead of 200: ${text.slice(0, 300)}`));
      times.push(now - sent);
      answer = text;
      if (now < end) return ask(client);
      open -= 1;
      if (open === 0) resolve();
    });
  };
  all.forEach(ask);
  try {
    await promise;
  } finally {
    for (const client of all) client.close();
  }
  return { perSecond: times.length / ((performance.now() - begin) / 1000), times, answer };
}
