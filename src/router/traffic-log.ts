/**
 * One JSON line for every finished request, with the columns of AmlOnlineEndpointTrafficLog (Azure Monitor). Lines are
 * written into memory that was there before; whole pages of them leave for the disk, which nobody waits for. The page
 * that came back last is filled next, because it is still near the processor; while the disk is slow there are more of
 * them, up to a bound, and what finds none is dropped and counted.
 */
import type { Exchange } from './exchange.ts';
import type { Flight, Reason, TrafficNotes } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { OVERHANG, putDigits, putPiece, type Sheet, sheetOf } from './line.ts';
import type { Shared } from './logged.ts';
import { BATCH, Batch, ENDED, WIDTH } from './traffic-batch.ts';
import { MOST_BYTES, putRequest } from './traffic-line.ts';

/** Keeps whole lines, page after page. They are its own until it resolves; when it rejects, none of them was kept. */
export type TrafficSink = (pages: readonly Uint8Array[]) => Promise<void>;

export type TrafficLogOptions = {
  readonly write: TrafficSink;
  /** Of one page. */
  readonly pageBytes: number;
  readonly log: (line: string) => void;
};

/** busy: the disk is slower than the requests. disk: it did not take the lines. */
export type TrafficLogReport = {
  readonly written: number;
  readonly dropped: { readonly busy: number; readonly disk: number };
};

/** `number`: of the times that any page was begun, so that what was written to it before is not taken for being there. */
type Page = Sheet & { number: number; at: number; lines: number };

/** Pages at most: what a disk that stands still is waited for. */
const MOST_PAGES = 64;
/** So many leave without waiting for their time: one trip for many pages, as a trip costs more than what it carries. */
const TRIP_PAGES = 16;
const FLUSH_MS = 100;
const COMPLAIN_MS = 60_000;
const SECOND = 1000;
/** `{"TimeGenerated":"2026-01-02T03:04:05.` */
const OPENING = 38;
/** With the milliseconds. */
const TIME = OPENING + 3;

export class TrafficLog implements TrafficNotes {
  readonly #options: TrafficLogOptions;
  readonly #opening = Buffer.alloc(OPENING);
  readonly #timer: NodeJS.Timeout;
  readonly #batch = new Batch();
  #page: Page;
  #pages = 1;
  #begun = 1;
  readonly #free: Page[] = [];
  /** Oldest first; they wait for those that are on their way. */
  readonly #full: Page[] = [];
  /** The pages that are on their way. */
  #writing: Promise<void> | undefined;
  /** From `performance.now()` to the clock; looked up now and then, so that a clock that is set is followed. */
  #offset = 0;
  #second = -1;
  #written = 0;
  #busy = 0;
  #lost = 0;
  #complainedAt = Number.NEGATIVE_INFINITY;

  constructor(options: TrafficLogOptions) {
    this.#options = options;
    this.#page = pageOf(options.pageBytes);
    this.#timer = setInterval(() => this.#tick(), FLUSH_MS).unref();
    this.#tick();
  }

  /** A request that came to a deployment. */
  note(flight: Flight, status: number, reason: Reason): void {
    this.#batch.addFlight(flight, status, reason);
    if (this.#batch.size === BATCH) this.#putBatch();
  }

  /** One that was refused before; without an endpoint when it named none that is known. */
  noteRefused(
    exchange: Exchange,
    endpoint: IndexedEndpoint | undefined,
    refused: { readonly status: number; readonly reason: Reason },
  ): void {
    this.#batch.addRefused(exchange, endpoint, refused);
    if (this.#batch.size === BATCH) this.#putBatch();
  }

  report(): TrafficLogReport {
    return { written: this.#written, dropped: { busy: this.#busy, disk: this.#lost } };
  }

  /** Resolves when what was noted is on disk, or lost. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#putBatch();
    if (this.#page.at > 0) this.#full.push(this.#page);
    this.#page = pageOf(0);
    while (this.#writing !== undefined || this.#full.length > 0) {
      this.#send();
      await this.#writing;
    }
  }

  #putBatch(): void {
    const { size } = this.#batch;
    for (let index = 0; index < size; index += 1) this.#put(index);
    this.#batch.size = 0;
  }

  #put(index: number): void {
    const { places, clients, numbers } = this.#batch;
    const [place, client] = [places[index], clients[index]];
    if (place === undefined || client === undefined) return;
    const page = this.#room(3 * TIME + place.bytes.length + client.bytes.length + MOST_BYTES);
    if (page === undefined) {
      this.#busy += 1;
      return;
    }
    const wall = (numbers[index * WIDTH + ENDED] ?? 0) + this.#offset;
    if (place.page !== page.number) this.#share(page, place, wall);
    if (client.page !== page.number) this.#share(page, client, wall);
    page.at = putRequest(page, this.#putTime(page, page.at, wall), this.#batch, index);
    page.lines += 1;
  }

  /** Not again on this page. */
  #share(page: Page, shared: Shared, wall: number): void {
    page.at = putPiece(page, this.#putTime(page, page.at, wall), shared.bytes);
    shared.page = page.number;
  }

  #room(most: number): Page | undefined {
    if (this.#page.at + most + OVERHANG > this.#page.bytes.length && !this.#turn()) return undefined;
    return most + OVERHANG <= this.#page.bytes.length ? this.#page : undefined;
  }

  #putTime(page: Page, start: number, wall: number): number {
    const second = Math.floor(wall / SECOND);
    if (second !== this.#second) {
      this.#second = second;
      const text = new Date(second * SECOND).toISOString().slice(0, 20);
      this.#opening.write(`{"TimeGenerated":"${text}`, 'latin1');
    }
    const at = putPiece(page, start, this.#opening);
    return putDigits(page, at, Math.floor(wall - second * SECOND), 3);
  }

  #tick(): void {
    this.#offset = Date.now() - performance.now();
    if (this.#writing !== undefined) return;
    this.#putBatch();
    if (this.#page.at > 0) this.#turn();
    this.#send();
  }

  /** False: no page is free. */
  #turn(): boolean {
    const next = this.#free.pop() ?? this.#more();
    if (next === undefined) return false;
    this.#full.push(this.#page);
    this.#page = next;
    this.#begun += 1;
    next.number = this.#begun;
    if (this.#full.length >= TRIP_PAGES) this.#send();
    return true;
  }

  #more(): Page | undefined {
    if (this.#pages === MOST_PAGES) return undefined;
    this.#pages += 1;
    return pageOf(this.#options.pageBytes);
  }

  #send(): void {
    if (this.#writing !== undefined || this.#full.length === 0) return;
    const pages = this.#full.splice(0, TRIP_PAGES);
    const lines = pages.reduce((sum, page) => sum + page.lines, 0);
    this.#writing = this.#options.write(pages.map(({ bytes, at }) => bytes.subarray(0, at))).then(
      () => {
        this.#written += lines;
        this.#giveBack(pages);
      },
      (cause: unknown) => {
        this.#lost += lines;
        this.#complain(cause);
        this.#giveBack(pages);
      },
    );
  }

  #giveBack(pages: readonly Page[]): void {
    for (const page of pages) {
      page.at = 0;
      page.lines = 0;
      this.#free.push(page);
    }
    this.#writing = undefined;
    if (this.#full.length >= TRIP_PAGES) this.#send();
  }

  #complain(cause: unknown): void {
    const now = performance.now();
    if (now - this.#complainedAt < COMPLAIN_MS) return;
    this.#complainedAt = now;
    this.#options.log(`the traffic log cannot be written, requests go on without it: ${String(cause)}`);
  }
}

function pageOf(bytes: number): Page {
  return { ...sheetOf(bytes), number: 1, at: 0, lines: 0 };
}
