/** What router workers tell one another of an endpoint, and what follows from it for this one. */
import { buckets, type Standing, type Standings } from './standing.ts';

/** The endpoint, its open connections, then of each bucket what was spent since the last time and what is asked. */
export type Word = readonly [endpoint: string, connections: number, ...numbers: number[]];

/** What another worker told last, by endpoint. */
export type Voice = Map<string, Word>;

/** Takes in what another worker tells. */
export function hear({ byEndpoint }: Standings, voice: Voice, word: Word): void {
  const [endpoint, connections] = word;
  const standing = byEndpoint.get(endpoint);
  if (standing === undefined) return;
  standing.connectionsElsewhere += connections - (voice.get(endpoint)?.[1] ?? 0);
  for (let at = 0; at < buckets.length; at += 1) {
    standing.spentElsewhere[at] = (standing.spentElsewhere[at] ?? 0) + spentIn(word, at);
  }
  voice.set(endpoint, word);
  standing.stir();
}

/** A worker is gone, and with it its connections. */
export function forget({ byEndpoint }: Standings, voice: Voice): void {
  for (const [endpoint, [, connections]] of voice) {
    const standing = byEndpoint.get(endpoint);
    if (standing !== undefined) standing.connectionsElsewhere -= connections;
  }
  voice.clear();
}

/** Shares out the buckets of all that have news; what there is to tell the others. */
export function settleAll(standings: Standings, voices: readonly Voice[], now: number): Word[] {
  return standings.news.splice(0).map((standing) => {
    standing.stirred = false;
    return settle(standing, voices, now);
  });
}

function settle(standing: Standing, voices: readonly Voice[], now: number): Word {
  const numbers: number[] = [];
  for (const [at, name] of buckets.entries()) {
    const bucket = standing[name];
    const spent = standing.spentElsewhere[at] ?? 0;
    standing.spentElsewhere[at] = 0;
    const demand = voices.reduce((sum, voice) => sum + demandIn(voice.get(standing.endpoint), at), 0);
    if (bucket?.settle(now, { spent, demand, workers: voices.length + 1 }) === true) standing.stir();
    numbers.push(bucket?.spent ?? 0, bucket?.demand ?? 0);
  }
  return [standing.endpoint, standing.connections, ...numbers];
}

/** For a worker that was not there when the others were told. */
export function greeting({ byEndpoint }: Standings): Word[] {
  return [...byEndpoint.values()]
    .filter(({ connections }) => connections > 0)
    .map(({ endpoint, connections }) => [endpoint, connections, ...buckets.flatMap(() => [0, 0])]);
}

/** Undefined when a text is not what workers tell. */
export function readWords(line: string): Word[] | undefined {
  try {
    const words: unknown = JSON.parse(line);
    return Array.isArray(words) && words.every(isWord) ? words : undefined;
  } catch {
    return undefined;
  }
}

function isWord(value: unknown): value is Word {
  if (!Array.isArray(value) || value.length !== 2 + 2 * buckets.length) return false;
  const [endpoint, ...numbers] = value;
  return (
    typeof endpoint === 'string' && numbers.every((number) => Number.isSafeInteger(number) && number >= 0)
  );
}

function spentIn(word: Word, bucket: number): number {
  return word[2 + 2 * bucket] as number;
}

function demandIn(word: Word | undefined, bucket: number): number {
  return (word?.[3 + 2 * bucket] as number | undefined) ?? 0;
}
