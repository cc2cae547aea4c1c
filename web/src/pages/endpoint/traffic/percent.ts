/** Percentages as people type them, in hundredths: a deployment may get 0.05 %, and 0.1 + 0.2 is not 0.3. */
import type { Percentages } from '../../../../../src/sdk/wire.ts';

/** 100 % in hundredths. */
export const whole = 10_000;

/** Of text that is no percentage: what is wrong, as a sentence for the field. */
export type Typed = { readonly hundredths: number } | { readonly flaw: string };

/** Reads `10`, `12.5` or `12,5`; an empty field is 0. Two decimals at most, as the service has it. */
export function typedPercent(text: string, most = whole): Typed {
  const trimmed = text.trim();
  if (trimmed === '') return { hundredths: 0 };
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(trimmed);
  if (match === null) return { flaw: `“${trimmed}” is not a number from 0 to ${most / 100}.` };
  const decimals = match[2] ?? '';
  if (decimals.length > 2) return { flaw: `${trimmed} has more than two decimals.` };
  const hundredths = Number(match[1]) * 100 + Number(decimals.padEnd(2, '0'));
  return hundredths > most ? { flaw: `${trimmed} is more than ${most / 100}.` } : { hundredths };
}

/** `12.5`, as it stands in a field and in sentences. */
export function percentText(hundredths: number): string {
  return String(hundredths / 100);
}

/** What a deployment gets, in hundredths; a name such as `constructor` is one as good as any. */
export function shareOf(percentages: Percentages, name: string): number {
  return Object.hasOwn(percentages, name) ? Math.round((percentages[name] ?? 0) * 100) : 0;
}

/** A split for the wire; what gets nothing is not named. */
export function percentagesOf(shares: readonly Share[]): Percentages {
  return Object.fromEntries(
    shares.filter(({ hundredths }) => hundredths > 0).map(({ name, hundredths }) => [name, hundredths / 100]),
  );
}

/** One deployment's part of a split. */
export type Share = { readonly name: string; readonly hundredths: number };

export function totalOf(shares: readonly Share[]): number {
  return shares.reduce((total, { hundredths }) => total + hundredths, 0);
}

/**
 * Gives one deployment its share and the rest to the others: in the proportions that they have, or all of it to the
 * first when they have none. The only deployment there is gets everything or nothing.
 */
export function withShare(shares: readonly Share[], name: string, hundredths: number): readonly Share[] {
  const others = shares.filter((share) => share.name !== name);
  const rest = others.length === 0 ? 0 : whole - hundredths;
  const held = totalOf(others);
  const parts = others.map((share, index) => ({
    name: share.name,
    hundredths: held === 0 ? (index === 0 ? rest : 0) : Math.floor((share.hundredths * rest) / held),
  }));
  const largest = parts.reduce<Share | undefined>(
    (most, part) => (most === undefined || part.hundredths > most.hundredths ? part : most),
    undefined,
  );
  const lost = rest - totalOf(parts);
  return shares.map((share) => {
    if (share.name === name)
      return { name, hundredths: others.length === 0 && hundredths > 0 ? whole : hundredths };
    const part = parts.find((one) => one.name === share.name);
    return {
      name: share.name,
      hundredths: (part?.hundredths ?? 0) + (share.name === largest?.name ? lost : 0),
    };
  });
}
