/** Benchmarks that are programs of their own: what they print is their section. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../test/support/command.ts';
import type { Part, Section } from './part.ts';

type Words = { readonly smoke: readonly string[]; readonly full: readonly string[] };

export function programPart(name: string, does: string, file: string, words: Words): Part {
  const path = join(import.meta.dirname, file);
  const title = `${does[0]?.toUpperCase()}${does.slice(1)}`;
  const section: Section = { title, about: '', columns: [], rows: [], notes: [] };
  return {
    name,
    does,
    run: async ({ smoke }) => {
      if (!existsSync(path)) return [{ ...section, notes: [`Skipped: there is no bench/${file}.`] }];
      const text = await must(process.execPath, [path, ...(smoke ? words.smoke : words.full)], {
        env: process.env,
      });
      return [{ ...section, text }];
    },
  };
}
