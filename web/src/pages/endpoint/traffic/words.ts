/** What a change of traffic means, in sentences. */
import type { Split } from './draft.ts';
import { percentText, shareOf } from './percent.ts';

/** What would change, a sentence each; none when nothing would. */
export function changeWords(before: Split, after: Split): readonly string[] {
  return [...liveWords(before, after), ...mirrorWords(before, after)];
}

function liveWords({ traffic: before }: Split, { traffic: after }: Split): readonly string[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const moved = names.filter((name) => shareOf(before, name) !== shareOf(after, name));
  if (moved.length === 0) return [];
  const taking = names.filter((name) => shareOf(after, name) > 0);
  if (taking.length === 0) {
    return ['Live traffic will stop: requests that name no deployment will be answered with 404.'];
  }
  const gains = moved.filter((name) => shareOf(after, name) > shareOf(before, name));
  // What grows is what the change is about.
  const ordered = [...taking].sort((one, other) => rank(gains, one) - rank(gains, other));
  const [first = '', ...rest] = ordered;
  const whole = `${first} will get ${percent(after, first)} of live requests`;
  const others = rest.map((name) => `${name} ${percent(after, name)}`);
  const gone = moved.filter((name) => shareOf(after, name) === 0);
  const none = gone.length === 0 ? [] : [`${listed(gone)} will get none.`];
  return [`${[whole, listed(others)].filter((part) => part !== '').join('; ')}.`, ...none];
}

function rank(gains: readonly string[], name: string): number {
  return gains.includes(name) ? 0 : 1;
}

function mirrorWords({ mirror: before }: Split, { mirror: after }: Split): readonly string[] {
  const [from] = Object.keys(before);
  const [to] = Object.keys(after);
  if (from === to && (to === undefined || shareOf(before, to) === shareOf(after, to))) return [];
  const ends = from !== undefined && from !== to ? [`${from} will get no more copies.`] : [];
  if (to === undefined) return ends;
  const much = `${percent(after, to)} of live requests will be copied to ${to}; its answers to them are discarded.`;
  return [...ends, much];
}

function percent(percentages: Split['traffic'], name: string): string {
  return `${percentText(shareOf(percentages, name))} %`;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `blue 90 %, green 10 %; 10 % copied to red`, or `off`. */
export function splitWords({ traffic, mirror }: Split): string {
  const live = Object.keys(traffic).filter((name) => shareOf(traffic, name) > 0);
  const said = live.length === 0 ? 'off' : live.map((name) => `${name} ${percent(traffic, name)}`).join(', ');
  const [to] = Object.keys(mirror);
  return to === undefined ? said : `${said}; ${percent(mirror, to)} copied to ${to}`;
}
