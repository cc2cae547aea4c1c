/** The texts that show what is tested: test files, and the examples that they run. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../architecture/sources.ts';

export type Evidence = { readonly path: string; readonly text: string };

const places = ['src', 'test/contract', 'test/conformance', 'test/e2e', 'worker/tests', 'examples'];
const program = /\.(test\.ts|mjs|py|sh)$|^test\/conformance\/.*\.ts$/;

export function evidence(): readonly Evidence[] {
  const paths = places.flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map((path) => `${place}/${path}`),
  );
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const examples = paths
    .filter((path) => /^examples\/.*\.ya?ml$/.test(path))
    .map((path) => ({ path, text: read(path) }));
  return paths
    .filter((path) => program.test(path))
    .map((path) => ({ path, text: withExamples(read(path), examples) }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** A test that names a YAML file of the examples, and its folder or the `az` that works there, uses the keys in it. */
function withExamples(text: string, examples: readonly Evidence[]): string {
  const folders = text.includes('azOn') ? `${text} scripts` : text;
  const used = examples.filter(
    ({ path }) => text.includes(basename(path)) && folders.includes(basename(dirname(path))),
  );
  return [text, ...used.map((example) => example.text)].join('\n;\n');
}
