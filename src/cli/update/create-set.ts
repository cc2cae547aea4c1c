/** `--set` of create commands: it edits the parsed YAML before anything of it is checked. */
import { usage } from '../failure.ts';
import { isForbidden, isMap, parsePath, type Segment } from './path.ts';
import { refuseServed } from './served.ts';

/**
 * A copy of the YAML with `path=value` settings applied in order. Values are text, the schema turns them into numbers
 * and truth values; steps on the way are created, lists are padded. Throws exit 2 for an item without `=` and for a
 * path below a reference such as `model: azureml:m:1`.
 */
export function applySettings(
  yaml: Record<string, unknown>,
  settings: readonly string[],
): Record<string, unknown> {
  const copy = structuredClone(yaml);
  for (const setting of settings) {
    const sign = setting.indexOf('=');
    if (sign <= 0) throw usage(`argument --set: '${setting}' is not of the form KEY=VALUE`);
    const path = setting.slice(0, sign);
    const segments = parsePath(path);
    if (segments.length === 0 || !segments.every(isPlain)) {
      throw usage(`argument --set: '${path}' is not a path such as a.b or a[0].b`);
    }
    refuseServed(segments, '--set');
    put(copy, segments, setting.slice(sign + 1), path);
  }
  return copy;
}

function put(root: Record<string, unknown>, segments: readonly Segment[], value: string, path: string): void {
  let place: unknown = root;
  segments.forEach((segment, at) => {
    const next = segments[at + 1];
    const last = next === undefined;
    const fresh = last ? value : next.kind === 'index' ? [] : {};
    const current = read(place, segment);
    if (!last && typeof current === 'string') throw reference(path, current);
    const kept = last || typeof current !== 'object' || current === null ? fresh : current;
    write(place, segment, kept, path);
    place = kept;
  });
}

function read(place: unknown, segment: Segment): unknown {
  if (segment.kind === 'index') return Array.isArray(place) ? place[segment.index] : undefined;
  return segment.kind === 'name' && isMap(place) ? place[segment.name] : undefined;
}

function write(place: unknown, segment: Segment, value: unknown, path: string): void {
  if (segment.kind === 'name' && isMap(place)) place[segment.name] = value;
  else if (segment.kind === 'index' && Array.isArray(place) && segment.index >= 0 && segment.index < 10_000) {
    while (place.length <= segment.index) place.push(null);
    place[segment.index] = value;
  } else throw usage(`argument --set: '${path}' does not fit what the file has there`);
}

function reference(path: string, value: string) {
  return usage(
    `argument --set: '${path}' addresses a property of '${value}', which is a reference and not a definition`,
  );
}

function isPlain(segment: Segment): boolean {
  return segment.kind === 'index' || (segment.kind === 'name' && !isForbidden(segment.name));
}
