/** Numbers and moments as charts show them. */
const local = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const short = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const few = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** 19:14:05, of seconds since 1970, in the local zone. */
export function localTime(at: number): string {
  return local.format(at * 1000);
}

/** 17:14:05 UTC. */
export function utcTime(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(11, 19)} UTC`;
}

/** 19:14, beneath an axis. */
export function axisTime(at: number): string {
  return short.format(at * 1000);
}

/** 0.05, 3.4, 1,234. */
export function numberText(value: number): string {
  if (value !== 0 && Math.abs(value) < 1) return small.format(value);
  return Math.abs(value) < 100 ? few.format(value) : whole.format(value);
}

/** 1.2K, beside an axis. */
export function axisNumber(value: number): string {
  return Math.abs(value) < 1 ? small.format(value) : compact.format(value);
}

/** 0.42 ms, 12 ms, 1.3 s. */
export function msText(ms: number): string {
  return ms < 1000 ? `${numberText(ms)} ms` : `${numberText(ms / 1000)} s`;
}

export function percentText(value: number): string {
  return `${numberText(value)} %`;
}
