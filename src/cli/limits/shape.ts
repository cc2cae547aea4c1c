import type { LimitsResource } from '../../sdk/wire.ts';
import { limitOptions } from './options.ts';

/** Limits as the command line prints them: one a row, under the names of their options. */
export function limitRows({ properties }: LimitsResource) {
  return limitOptions.flatMap(({ name, option }) => {
    const limit = properties[name];
    if (limit === undefined) return [];
    const { default: usual, configured, effective, source, current, unit } = limit;
    return [{ limit: option, effective, source, current, configured, default: usual, unit }];
  });
}
