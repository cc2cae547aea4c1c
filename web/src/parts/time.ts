/** Times as people read them. The local zone is the browser's. */
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const moment = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const long = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

export function shortOf(at: string): string {
  return short.format(new Date(at));
}

/** To the millisecond, without the year: for lines of a log. */
export function momentOf(at: string): string {
  return moment.format(new Date(at));
}

/** In UTC to the second, and in the local zone with its name. */
export function exactOf(at: string): string {
  const utc = utcOf(at).replace(/\.\d+ UTC$/, ' UTC');
  return `${utc} (${long.format(new Date(at))})`;
}

/** In UTC to the millisecond. */
export function utcOf(at: string): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** The local zone, as "Europe/Berlin". */
export function zoneName(): string {
  return short.resolvedOptions().timeZone;
}

/** "5 minutes ago", in whole units; below a minute "now". */
export function agoOf(at: string, now: number): string {
  const passed = now - Date.parse(at);
  const unit = units.find(([, ms]) => Math.abs(passed) >= ms);
  return unit === undefined ? 'just now' : ago.format(-Math.round(passed / unit[1]), unit[0]);
}

let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time as of the last whole tick: all of a page say the same. */
export function clock(): number {
  return now;
}

export function everyMinute(changed: () => void): () => void {
  watchers.add(changed);
  timer ??= setInterval(tick, 30_000);
  return () => {
    watchers.delete(changed);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const changed of watchers) changed();
}
