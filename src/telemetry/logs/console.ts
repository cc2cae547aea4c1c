/** The console log: what instances print is read from their own logs, once a second, and outlives them. */
import type { ComputeDriver, RunningInstance } from '../../domain/ports.ts';
import type { Rows } from '../../domain/store.ts';
import { createComplaint } from './complain.ts';
import type { LogCounts } from './counts.ts';
import type { Marks } from './marks.ts';
import { createPrinters, type Printers } from './printers.ts';
import type { Segments } from './segments.ts';

export type ConsoleLogOptions = {
  readonly segments: Segments;
  readonly marks: Marks;
  readonly driver: Pick<ComputeDriver, 'list' | 'output'>;
  readonly rows: Pick<Rows, 'deployments' | 'endpoints' | 'revisions'>;
  readonly now: () => number;
  readonly log: (line: string) => void;
};

/** In one look, of one instance and of all: a flood is taken in over several looks, and what is too much is missed. */
const mostPieces = 16;
const mostInstances = 200;

const stamp = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}) /;

export class ConsoleLog {
  readonly #options: ConsoleLogOptions;
  readonly #printers: Printers;
  readonly #complain: (cause: unknown) => void;
  /** Dead, and read to the end. */
  readonly #ended = new Set<string>();
  #turn = 0;
  #written = 0;
  #last: Promise<void> = Promise.resolve();
  /** Bytes that instances put away before they were read. */
  missed = 0;

  constructor(options: ConsoleLogOptions) {
    this.#options = options;
    this.#printers = createPrinters(options.rows);
    this.#complain = createComplaint('the console log cannot be written', options.log);
  }

  /** Takes in what was printed since the last time; of very many instances, of some at a time. Never throws. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#lookNow());
  }

  /** All that is left of an instance. Never throws. */
  finish(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ended.has(id)) return;
      for (const instance of await this.#options.driver.list([id])) {
        await this.#take(instance, Number.POSITIVE_INFINITY);
      }
    });
  }

  counts(): LogCounts {
    return { log: 'console', written: this.#written, dropped: new Map() };
  }

  async close(): Promise<void> {
    await this.look();
    await this.#options.segments.close();
  }

  /** One after the other: two that read the same would write it twice. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch(this.#complain);
    return this.#last;
  }

  async #lookNow(): Promise<void> {
    const { driver, marks } = this.#options;
    const all = await driver.list();
    this.#dropGone(new Set(all.map(({ id }) => id)));
    const open = all.filter(({ id }) => !this.#ended.has(id));
    const first = open.length <= mostInstances ? 0 : this.#turn % open.length;
    this.#turn = first + mostInstances;
    for (const instance of [...open.slice(first), ...open.slice(0, first)].slice(0, mostInstances)) {
      await this.#take(instance, mostPieces);
    }
    await marks.save();
  }

  #dropGone(there: ReadonlySet<string>): void {
    const { places } = this.#options.marks;
    for (const id of [...places.keys(), ...this.#ended]) {
      if (there.has(id)) continue;
      places.delete(id);
      this.#ended.delete(id);
      this.#printers.forget(id);
    }
  }

  async #take(instance: RunningInstance, pieces: number): Promise<void> {
    for (let count = 0; count < pieces; count += 1) {
      if (await this.#takePiece(instance)) continue;
      if (!instance.alive) this.#ended.add(instance.id);
      return;
    }
  }

  /** False when there is nothing more now. */
  async #takePiece(instance: RunningInstance): Promise<boolean> {
    const { driver, marks, segments, now } = this.#options;
    const { text, next, lost } = await driver.output(instance.id, {
      from: marks.places.get(instance.id) ?? 0,
    });
    if (text !== '') {
      const row = await this.#printers.rowOf(instance);
      const found = linesOf(text, now());
      await segments.write(Buffer.from(found.map(({ time, message }) => row(time, message)).join('')));
      this.#written += found.length;
    }
    this.missed += lost;
    marks.places.set(instance.id, next);
    return text !== '';
  }
}

/** Lines without a time of their own belong to the one before: a traceback, what a program prints past its logger. */
function linesOf(text: string, now: number): readonly { readonly time: string; readonly message: string }[] {
  let time = new Date(now).toISOString();
  return text.split('\n').flatMap((message) => {
    if (message.trim() === '') return [];
    const found = stamp.exec(message);
    if (found !== null) time = `${found[1]}T${found[2]}.${found[3]}Z`;
    return [{ time, message }];
  });
}
