import type { Percentages } from './wire.ts';

/** A merge patch that makes a map of percentages equal to `wanted`: what it does not name is cleared. */
export function replaced(before: Percentages, wanted: Percentages): Record<string, number | null> {
  const dropped = Object.keys(before).map((name) => [name.toLowerCase(), null]);
  const named = Object.entries(wanted).map(([name, percent]) => [name.toLowerCase(), percent]);
  return Object.fromEntries([...dropped, ...named]);
}
