/** What a clock on the wall shows in a time zone; daylight saving is the zone's own. */

export type LocalTime = {
  /** `YYYY-MM-DDTHH:MM:SS`. */
  readonly text: string;
  /** 0 is Sunday. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

export function localTime(at: number, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  const date = `${year.padStart(4, '0')}-${month}-${day}`;
  return {
    text: `${date}T${hour}:${minute}:${second}`,
    day: new Date(`${date}T00:00:00Z`).getUTCDay(),
    hour: Number(hour),
    minute: Number(minute),
  };
}

/** Whether it is the name of a time zone in the IANA data base. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Making one costs more than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const two = '2-digit' as const;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    ...{ month: two, day: two, hour: two, minute: two, second: two },
  });
  formats.set(zone, format);
  return format;
}
