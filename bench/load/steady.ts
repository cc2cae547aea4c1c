/** A fixed number of requests a second, sent when they are due whatever is still unanswered. */
import type { Place } from '../processes.ts';
import { Client, headOf } from './http.ts';

export type Rate = {
  readonly place: Place;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly bytes: number;
  readonly perSecond: number;
  readonly seconds: number;
};

/** Connections kept from slice to slice, so that opening them is not what is measured. */
export class Clients {
  readonly #place: Place;
  readonly #free: Client[] = [];
  #failure: Error | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The ms of each request from its sending to the last byte of its answer. */
  async run({ path, fields, bytes, perSecond, seconds }: Omit<Rate, 'place'>): Promise<number[]> {
    const head = headOf(path, bytes, fields);
    const body = bytes === 0 ? undefined : Buffer.alloc(bytes, 120);
    const times: number[] = [];
    const underway: Promise<void>[] = [];
    const total = Math.max(1, Math.round(perSecond * seconds));
    const begin = performance.now();
    while (underway.length < total && this.#failure === undefined) {
      const due = Math.min(total, 1 + Math.floor(((performance.now() - begin) / 1000) * perSecond));
      for (let sent = underway.length; sent < due; sent++) underway.push(this.#ask(head, body, times));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await Promise.all(underway);
    if (this.#failure !== undefined) throw this.#failure;
    return times;
  }

  close(): void {
    for (const client of this.#free) client.close();
  }

  #ask(head: Buffer, body: Buffer | undefined, times: number[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failed = (error: Error): void => {
      this.#failure ??= error;
      reject(error);
    };
    // Whoever awaits it may come later than its failure.
    promise.catch(() => {});
    const client = this.#free.pop() ?? new Client(this.#place, failed);
    const sent = performance.now();
    client.send(head, body, (status, text) => {
      times.push(performance.now() - sent);
      this.#free.push(client);
      if (status === 200) resolve();
      else failed(new Error(`${status} instead of 200: ${text.slice(0, 300)}`));
    });
    return promise;
  }
}
