import { Failure } from '../../../failure.ts';

/**
 * `"blue=90 green=10"` as a map; names in lower case, zeros kept. Throws exit 1 on anything else, most often a comma.
 */
export function parseTraffic(option: string, text: string): Record<string, number> {
  const entries = text.split(' ').filter((part) => part !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const [, name, percent] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(entry) ?? [];
      if (name !== undefined && percent !== undefined) return [name.toLowerCase(), Number(percent)];
      throw new Failure(
        `${option} is '${text}'; '${entry}' is not of the form NAME=PERCENT. Separate deployments by a blank and nothing else: "blue=90 green=10".`,
      );
    }),
  );
}
