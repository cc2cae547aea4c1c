import { usage } from '../../../failure.ts';

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Milliseconds of `1d2h30m`, as Azure CLI writes periods. Throws exit 2. */
export function periodMs(text: string, option: string): number {
  const match = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/i.exec(text);
  const [days, hours, minutes] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const ms = (days ?? 0) * unitMs.d + (hours ?? 0) * unitMs.h + (minutes ?? 0) * unitMs.m;
  if (match !== null && ms > 0) return ms;
  throw usage(`${option} is '${text}'; it must be a period such as 1d, 2h or 1h30m.`);
}

/** `1h30m` as ISO 8601; what is ISO already stays, and the server judges it. */
export function isoPeriod(text: string, option: string): string {
  if (/^(P|full$)/i.test(text)) return text.toUpperCase();
  const minutes = periodMs(text, option) / unitMs.m;
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const time = `${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}

type Asked = {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly offset: string;
};

/** `START/END`: with one of them the other is an offset away, with none it ends now. Throws exit 2. */
export function timespan({ start, end, offset }: Asked, now: number): string {
  const away = periodMs(offset, '--offset');
  const to = end === undefined ? undefined : timeOf(end, '--end-time');
  const from = start === undefined ? (to ?? now) - away : timeOf(start, '--start-time');
  const until = to ?? (start === undefined ? now : from + away);
  if (from < until) return `${new Date(from).toISOString()}/${new Date(until).toISOString()}`;
  throw usage(`--start-time '${start}' is not before --end-time '${end}'.`);
}

/** A time, in UTC unless it has a zone. Throws exit 2. */
export function timeOf(text: string, option: string): number {
  const iso = text
    .trim()
    .replace(/^(\S+) (?=\d)/, '$1T')
    .replace(' ', '');
  const time = /^\d{4}-\d\d-\d\d/.test(iso)
    ? Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(iso.slice(10)) || !iso.includes('T') ? iso : `${iso}Z`)
    : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw usage(`${option} is '${text}'; it must be a time such as 2024-05-01T10:00:00Z.`);
}
