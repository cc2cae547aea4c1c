/**
 * One JSON line for every finished request, with the columns of AmlOnlineEndpointTrafficLog (Azure Monitor). Lines are
 * written into memory that was there before; whole pages of them leave for the disk, which nobody waits for. The page
 * that came back last is filled next, because it is still near the processor; while the disk is slow there are more of
 * them, up to a bound, and what finds none is dropped and counted.
 */
import type { Exchange } from './exchange.ts';
import type { Flight, Reason, TrafficNotes } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Lane } from './lane.ts';
import { putDigits, putPiece } from './line.ts';
import { type Finished, fixedOf, MOST_BYTES, putRequest } from './traffic-line.ts';

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

type Page = { readonly bytes: Buffer; at: number; lines: number };

/** Pages at most: what a disk that stands still is waited for. */
const MOST_PAGES = 64;
/** So many leave without waiting for their time: one trip for many pages, as a trip costs more than what it carries. */
const TRIP_PAGES = 16;
const FLUSH_MS = 100;
const COMPLAIN_MS = 60_000;
const SECOND = 1000;
const LINE_END = 0x0a;
/** `{"TimeGenerated":"2026-01-02T03:04:05.` */
const OPENING = 38;

export class TrafficLog implements TrafficNotes {
  readonly #options: TrafficLogOptions;
  readonly #opening = Buffer.alloc(OPENING);
  readonly #timer: NodeJS.Timeout;
  #page: Page;
  #pages = 1;
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
    const { exchange } = flight;
    const fixed = fixedFor(flight.endpoint, flight.lane);
    this.#add(fixed, { exchange, flight, status, reason, now: flight.endedAt });
  }

  /** One that was refused before; without an endpoint when it named none that is known. */
  noteRefused(
    exchange: Exchange,
    endpoint: IndexedEndpoint | undefined,
    { status, reason }: { readonly status: number; readonly reason: Reason },
  ): void {
    const fixed = fixedFor(endpoint, undefined);
    this.#add(fixed, { exchange, flight: undefined, status, reason, now: performance.now() });
  }

  report(): TrafficLogReport {
    return { written: this.#written, dropped: { busy: this.#busy, disk: this.#lost } };
  }

  /** Resolves when what was noted is on disk, or lost. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#page.at > 0) this.#full.push(this.#page);
    this.#page = pageOf(0);
    while (this.#writing !== undefined || this.#full.length > 0) {
      this.#send();
      await this.#writing;
    }
  }

  #add(fixed: Uint8Array, finished: Finished): void {
    const page = this.#room(OPENING + fixed.length + MOST_BYTES);
    if (page === undefined) {
      this.#busy += 1;
      return;
    }
    const { bytes } = page;
    let at = this.#putTime(bytes, page.at, finished.now + this.#offset);
    at = putPiece(bytes, at, fixed);
    at = putRequest(bytes, at, finished);
    bytes[at] = LINE_END;
    page.at = at + 1;
    page.lines += 1;
  }

  #room(most: number): Page | undefined {
    if (this.#page.at + most > this.#page.bytes.length && !this.#turn()) return undefined;
    return most <= this.#page.bytes.length ? this.#page : undefined;
  }

  #putTime(bytes: Uint8Array, start: number, wall: number): number {
    const second = Math.floor(wall / SECOND);
    if (second !== this.#second) {
      this.#second = second;
      const text = new Date(second * SECOND).toISOString().slice(0, 20);
      this.#opening.write(`{"TimeGenerated":"${text}`, 'latin1');
    }
    const at = putPiece(bytes, start, this.#opening);
    return putDigits(bytes, at, Math.floor(wall - second * SECOND), 3);
  }

  #tick(): void {
    this.#offset = Date.now() - performance.now();
    if (this.#writing !== undefined) return;
    if (this.#page.at > 0) this.#turn();
    this.#send();
  }

  /** False: no page is free. */
  #turn(): boolean {
    const next = this.#free.pop() ?? this.#more();
    if (next === undefined) return false;
    this.#full.push(this.#page);
    this.#page = next;
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
  return { bytes: Buffer.alloc(bytes), at: 0, lines: 0 };
}

/** Made once for an endpoint and deployment, and again when the endpoint was changed. */
function fixedFor(endpoint: IndexedEndpoint | undefined, lane: Lane | undefined): Uint8Array {
  if (endpoint === undefined) return unknown;
  const holder = lane ?? endpoint;
  if (holder.logged?.endpoint !== endpoint) {
    holder.logged = { endpoint, bytes: fixedOf(endpoint, lane?.name ?? '') };
  }
  return holder.logged.bytes;
}

const unknown = fixedOf(undefined, '');
