/** What one endpoint's clients take up, and what they may: its connections, its requests, its bytes. Outlives table swaps. */
import type { TableLimits } from '../../table/table.ts';
import { Bucket } from './bucket.ts';
import type { Held } from './held.ts';

/** Numbers that only grow. */
export const tallies = [
  'opened',
  'delayed_requests',
  'delayed_answers',
  'request_delay_ms',
  'answer_delay_ms',
] as const;
export type Tally = (typeof tallies)[number];
const TALLY_AT = Object.fromEntries(tallies.map((name, at) => [name, at])) as Readonly<Record<Tally, number>>;

/** The buckets that workers share. */
export const buckets = ['requests', 'opening', 'bandwidth'] as const;

export class Standing {
  readonly endpoint: string;
  /** Undefined: as many as there are. */
  requests: Bucket | undefined = undefined;
  opening: Bucket | undefined = undefined;
  /** Its tokens are bytes. */
  bandwidth: Bucket | undefined = undefined;
  mostConnections = Number.POSITIVE_INFINITY;
  /** Open here, and at the other workers when they last told. */
  connections = 0;
  connectionsElsewhere = 0;
  /** What the other workers told that they spent of each bucket, since it was last shared out. */
  readonly spentElsewhere = new Float64Array(buckets.length);
  readonly tallies = new Float64Array(tallies.length);
  /** Has something to tell the other workers. */
  stirred = false;
  readonly #news: Standing[];

  constructor(endpoint: string, news: Standing[]) {
    this.endpoint = endpoint;
    this.#news = news;
  }

  stir(): void {
    if (this.stirred) return;
    this.stirred = true;
    this.#news.push(this);
  }

  add(tally: Tally, amount: number): void {
    const at = TALLY_AT[tally];
    this.tallies[at] = (this.tallies[at] ?? 0) + amount;
  }
}

/** The standings of all endpoints that ever were in the table of this worker. */
export type Standings = {
  readonly byEndpoint: Map<string, Standing>;
  /** Those with something to tell. */
  readonly news: Standing[];
  /** Counted by deployment, as the bound is each one's own. */
  readonly held: Held;
};

export function standingOf(
  { byEndpoint, news }: Pick<Standings, 'byEndpoint' | 'news'>,
  endpoint: string,
): Standing {
  const known = byEndpoint.get(endpoint);
  if (known !== undefined) return known;
  const standing = new Standing(endpoint, news);
  byEndpoint.set(endpoint, standing);
  return standing;
}

/** Takes over the limits of a table; buckets that stay keep what is in them. */
export function limitStanding(standing: Standing, limits: TableLimits, now: number): void {
  standing.requests = bucketFor(standing.requests, limits.requestsPerSecond, now);
  standing.opening = bucketFor(standing.opening, limits.newConnectionsPerSecond, now);
  standing.bandwidth = bucketFor(standing.bandwidth, limits.bytesPerSecond, now);
  standing.mostConnections = limits.activeConnections ?? Number.POSITIVE_INFINITY;
  standing.stir();
}

function bucketFor(before: Bucket | undefined, rate: number | undefined, now: number): Bucket | undefined {
  if (rate === undefined) return undefined;
  if (before === undefined) return new Bucket(rate, now);
  if (before.rate !== rate) before.adjust(rate, now);
  return before;
}
