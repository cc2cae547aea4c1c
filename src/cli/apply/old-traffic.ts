import { Failure } from '../failure.ts';

/** The `--traffic` of 2021, `"blue:90,green:10"`, as a map. Today's form with blanks is understood, too. Throws exit 1. */
export function parseOldTraffic(text: string): Record<string, number> {
  const entries = text.split(/[,\s]+/).filter((part) => part !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const [, name, percent] = /^([^:=]+)[:=](\d+(?:\.\d+)?)$/.exec(entry) ?? [];
      if (name !== undefined && percent !== undefined) return [name.toLowerCase(), Number(percent)];
      throw new Failure(
        `--traffic is '${text}'; '${entry}' is not of the form NAME:PERCENT, as in "blue:90,green:10".`,
      );
    }),
  );
}
