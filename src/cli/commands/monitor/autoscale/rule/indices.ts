import { Failure, usage } from '../../../../failure.ts';

/** The places that `--index` names in a list; `*` is all of them. Throws exit 2 on what is no number, 1 on one too large. */
export function indices(words: readonly string[], length: number): ReadonlySet<number> {
  const all = words.flatMap((word) => word.split(/\s+/));
  if (all.includes('*')) return new Set(Array.from({ length }, (_, at) => at));
  return new Set(
    all.map((word) => {
      if (!/^\d+$/.test(word)) throw usage(`argument --index: '${word}' is not a number or '*'`);
      if (Number(word) < length) return Number(word);
      throw new Failure(`There is no rule ${word}: the profile has ${length}, counted from 0.`);
    }),
  );
}
