/** What router workers tell one another of an endpoint, and what follows from it for this one. */
import type { HeldWord } from './held.ts';
import { buckets, type Standing, type Standings } from './standing.ts';

/** The endpoint, its open connections, then of each bucket what was spent since the last time and what is asked. */
export type Word = readonly [endpoint: string, connections: number, ...numbers: number[]];

/** What another worker told last: by endpoint, and of deployments that sleep by slot. */
export type Voice = { readonly said: Map<string, Word>; readonly held: Map<number, number> };

export function newVoice(): Voice {
  return { said: new Map(), held: new Map() };
}

/** Takes in what another worker tells. */
export function hear({ byEndpoint, held }: Standings, voice: Voice, word: Word | HeldWord): void {
  if (isHeld(word)) {
    const [slot, count] = word;
    held.hear(word, voice.held.get(slot) ?? 0);
    if (count === 0) voice.held.delete(slot);
    else voice.held.set(slot, count);
    return;
  }
  const [endpoint, connections] = word;
  const standing = byEndpoint.get(endpoint);
  if (standing === undefined) return;
  standing.connectionsElsewhere += connections - (voice.said.get(endpoint)?.[1] ?? 0);
  for (let at = 0; at < buckets.length; at += 1) {
    standing.spentElsewhere[at] = (standing.spentElsewhere[at] ?? 0) + spentIn(word, at);
  }
  voice.said.set(endpoint, word);
  standing.stir();
}

/** A worker is gone, and with it its connections and those who waited there. */
export function forget({ byEndpoint, held }: Standings, voice: Voice): void {
  for (const [endpoint, [, connections]] of voice.said) {
    const standing = byEndpoint.get(endpoint);
    if (standing !== undefined) standing.connectionsElsewhere -= connections;
  }
  for (const [slot, count] of voice.held) held.hear([slot, 0], count);
  voice.said.clear();
  voice.held.clear();
}

/** Shares out the buckets of all that have news; what there is to tell the others. */
export function settleAll(
  { news, held }: Standings,
  voices: readonly Voice[],
  now: number,
): (Word | HeldWord)[] {
  const words = news.splice(0).map((standing) => {
    standing.stirred = false;
    return settle(standing, voices, now);
  });
  return [...words, ...held.tell()];
}

function settle(standing: Standing, voices: readonly Voice[], now: number): Word {
  const numbers: number[] = [];
  for (const [at, name] of buckets.entries()) {
    const bucket = standing[name];
    const spent = standing.spentElsewhere[at] ?? 0;
    standing.spentElsewhere[at] = 0;
    const demand = voices.reduce((sum, voice) => sum + demandIn(voice.said.get(standing.endpoint), at), 0);
    if (bucket?.settle(now, { spent, demand, workers: voices.length + 1 }) === true) standing.stir();
    numbers.push(bucket?.spent ?? 0, bucket?.demand ?? 0);
  }
  return [standing.endpoint, standing.connections, ...numbers];
}

/** For a worker that was not there when the others were told. */
export function greeting({ byEndpoint, held }: Standings): (Word | HeldWord)[] {
  const words = [...byEndpoint.values()]
    .filter(({ connections }) => connections > 0)
    .map(({ endpoint, connections }): Word => [endpoint, connections, ...buckets.flatMap(() => [0, 0])]);
  return [...words, ...held.greet()];
}

/** Undefined when a text is not what workers tell. */
export function readWords(line: string): (Word | HeldWord)[] | undefined {
  try {
    const words: unknown = JSON.parse(line);
    return Array.isArray(words) && words.every((word) => isHeld(word) || isWord(word)) ? words : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(value: unknown): value is HeldWord {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}

function isWord(value: unknown): value is Word {
  if (!Array.isArray(value) || value.length !== 2 + 2 * buckets.length) return false;
  const [endpoint, ...numbers] = value;
  return typeof endpoint === 'string' && numbers.every(isCount);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function spentIn(word: Word, bucket: number): number {
  return word[2 + 2 * bucket] as number;
}

function demandIn(word: Word | undefined, bucket: number): number {
  return (word?.[3 + 2 * bucket] as number | undefined) ?? 0;
}
