/** ISO 8601 durations of days to seconds, as ARM writes them. */

/** PT0.5S -> 500; undefined for anything that is no such duration. */
export function milliseconds(text: string | null | undefined): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.round(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
}

export function seconds(text: string | null | undefined): number | undefined {
  const found = milliseconds(text);
  return found === undefined ? undefined : found / 1000;
}

/** 500 -> PT0.5S. */
export function duration(milliseconds: number): string {
  return `PT${milliseconds / 1000}S`;
}
