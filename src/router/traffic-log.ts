/**
 * One JSON line for every finished request, with the columns of AmlOnlineEndpointTrafficLog (Azure Monitor). Lines are
 * written into memory that was there before; whole pages of them leave for the disk, which nobody waits for. While one
 * page is on its way the other fills up, and what finds it full is dropped and counted.
 */
import type { Exchange } from './exchange.ts';
import type { Flight, Reason, TrafficNotes } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Lane } from './lane.ts';
import { putDigits, putLiteral } from './line.ts';
import { type Finished, fixedOf, MOST_BYTES, putRequest } from './traffic-line.ts';

/** Keeps whole lines. They are its own until it resolves; when it rejects, none of them was kept. */
export type TrafficSink = (lines: Uint8Array) => Promise<void>;

export type TrafficLogOptions = {
  readonly write: TrafficSink;
  /** Of one page, there are two. */
  readonly pageBytes: number;
  readonly log: (line: string) => void;
};

/** busy: the disk is slower than the requests. disk: it did not take the lines. */
export type TrafficLogReport = {
  readonly written: number;
  readonly dropped: { readonly busy: number; readonly disk: number };
};

type Page = { readonly bytes: Buffer; at: number; lines: number };

const FLUSH_MS = 200;
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
  #spare: Page;
  /** The page that is on its way. */
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
    this.#spare = pageOf(options.pageBytes);
    this.#timer = setInterval(() => this.#tick(), FLUSH_MS).unref();
    this.#tick();
  }

  /** A request that came to a deployment. */
  note(flight: Flight, status: number, reason: Reason): void {
    const { exchange } = flight;
    const fixed = fixedFor(flight.endpoint, flight.lane);
    this.#add(fixed, { exchange, flight, status, reason, now: performance.now() });
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
    await this.#writing;
    this.#send();
    await this.#writing;
  }

  #add(fixed: Uint8Array, finished: Finished): void {
    const page = this.#room(OPENING + fixed.length + MOST_BYTES);
    if (page === undefined) {
      this.#busy += 1;
      return;
    }
    const { bytes } = page;
    let at = this.#putTime(bytes, page.at, finished.now + this.#offset);
    bytes.set(fixed, at);
    at = putRequest(bytes, at + fixed.length, finished);
    bytes[at] = LINE_END;
    page.at = at + 1;
    page.lines += 1;
    if (2 * page.at > bytes.length && this.#writing === undefined) this.#send();
  }

  #room(most: number): Page | undefined {
    if (this.#page.at + most <= this.#page.bytes.length) return this.#page;
    if (this.#writing !== undefined) return undefined;
    this.#send();
    return most <= this.#page.bytes.length ? this.#page : undefined;
  }

  #putTime(bytes: Uint8Array, start: number, wall: number): number {
    const second = Math.floor(wall / SECOND);
    if (second !== this.#second) {
      this.#second = second;
      const text = new Date(second * SECOND).toISOString().slice(0, 20);
      this.#opening.write(`{"TimeGenerated":"${text}`, 'latin1');
    }
    const at = putLiteral(bytes, start, this.#opening);
    return putDigits(bytes, at, Math.floor(wall - second * SECOND), 3);
  }

  #tick(): void {
    this.#offset = Date.now() - performance.now();
    if (this.#writing === undefined) this.#send();
  }

  #send(): void {
    const page = this.#page;
    if (page.at === 0) return;
    this.#page = this.#spare;
    this.#spare = page;
    const { lines } = page;
    this.#writing = this.#options.write(page.bytes.subarray(0, page.at)).then(
      () => {
        this.#written += lines;
        this.#free(page);
      },
      (cause: unknown) => {
        this.#lost += lines;
        this.#complain(cause);
        this.#free(page);
      },
    );
  }

  #free(page: Page): void {
    page.at = 0;
    page.lines = 0;
    this.#writing = undefined;
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
