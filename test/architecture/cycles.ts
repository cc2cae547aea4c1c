import { type Source, target } from './sources.ts';

/** Strongly connected groups of more than one file (Tarjan). */
export function cycles(files: readonly Source[]): string[][] {
  const edges = new Map(
    files.map((source) => [
      source.path,
      source.imports.map((specifier) => target(source, specifier)).filter((path) => path !== undefined),
    ]),
  );
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path) ?? 0);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(path) !== index.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const path of edges.keys()) if (!index.has(path)) visit(path);
  return found;
}
