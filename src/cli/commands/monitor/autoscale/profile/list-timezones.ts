import { offsetOf, zoneNames } from '../../../../../arm/autoscale/time-zones.ts';
import type { Call } from '../../../../call.ts';

/** `az monitor autoscale profile list-timezones`: without daylight saving. */
export async function run({ args }: Call): Promise<unknown> {
  const search = args.text('search-query')?.toLowerCase() ?? '';
  const offset = normal(args.text('offset'));
  return zoneNames
    .map((name) => ({ name, offset: offsetOf(name) }))
    .filter((zone) => zone.name.toLowerCase().includes(search) && zone.offset.startsWith(offset));
}

/** `5`, `+5`, `-08:00` as the beginning of an offset. */
function normal(text: string | undefined): string {
  if (text === undefined) return '';
  const [hours = '0', minutes] = text.split(':');
  const number = Number(hours);
  const sign = hours.startsWith('-') ? '-' : '+';
  return `${sign}${String(Math.abs(number)).padStart(2, '0')}${minutes === undefined ? '' : `:${minutes}`}`;
}
