/** The generic `--set`, `--add`, `--remove` of update commands (Azure CLI's rules). */
import { Failure, usage } from '../failure.ts';
import type { Occurrence } from '../parse/arguments.ts';
import { didYouMean } from '../parse/suggest.ts';
import { parseLiteral } from './literal.ts';
import { isForbidden, isMap, parsePath, type Segment } from './path.ts';
import { refuseServed } from './served.ts';

/**
 * A copy of an object with the operations applied in the order of the command line. Values are JSON, else text;
 * `force` leaves them text. A step on the way that does not exist fails with exit 1 and lists what there is.
 */
export function applyOperations(
  object: Record<string, unknown>,
  operations: readonly Occurrence[],
  force: boolean,
): Record<string, unknown> {
  const copy = structuredClone(object);
  for (const { key, values } of operations) {
    if (key === 'set') for (const value of values) set(copy, value, force);
    if (key === 'add') add(copy, values, force);
    if (key === 'remove') remove(copy, values);
  }
  return copy;
}

function set(root: unknown, expression: string, force: boolean): void {
  // The first = that is not inside [key=value].
  const sign = /^(?:[^[=]|\[[^\]]*\])+(?==)/.exec(expression)?.[0].length ?? 0;
  if (sign === 0) throw usage(`argument --set: '${expression}' is not of the form KEY=VALUE`);
  const path = expression.slice(0, sign).trim();
  const text = expression.slice(sign + 1);
  put(root, segmentsOf(path, '--set'), force ? text : parseLiteral(text), path);
}

function put(root: unknown, segments: readonly Segment[], value: unknown, path: string): void {
  const last = segments.at(-1);
  if (last === undefined) return;
  const before = segments.slice(0, -1);
  if (before.length > 0 && find(root, before, path) === null) put(root, before, {}, path);
  const parent = find(root, before, path);
  if (last.kind === 'name' && isMap(parent)) parent[last.name] = value;
  else if (last.kind === 'index' && Array.isArray(parent) && inRange(parent, last.index)) {
    parent.splice(last.index, 1, value);
  } else throw missing(parent, last, path);
}

function add(root: unknown, values: readonly string[], force: boolean): void {
  const [path = '', ...entries] = values;
  if (entries.length === 0) throw usage(`argument --add: '${path}' is given without a value`);
  const segments = segmentsOf(path, '--add');
  const last = segments.at(-1);
  const parent = find(root, segments.slice(0, -1), path);
  if (last?.kind === 'name' && isMap(parent)) parent[last.name] ??= [];
  const list = find(root, segments, path);
  if (!Array.isArray(list)) throw new Failure(`'${path}' is not a list; --add only adds to lists.`);
  list.push(...members(entries, force));
}

/** `key=value` words that follow each other make one object; any other word is a value by itself. */
function members(entries: readonly string[], force: boolean): readonly unknown[] {
  const found: unknown[] = [];
  let object: Record<string, unknown> | undefined;
  for (const entry of entries) {
    const sign = entry.search(/=/);
    if (sign > 0 && !/^\s*[[{"']/.test(entry)) {
      if (object === undefined) {
        object = {};
        found.push(object);
      }
      const text = entry.slice(sign + 1);
      object[entry.slice(0, sign)] = force ? text : parseLiteral(text);
    } else {
      object = undefined;
      found.push(force ? entry : parseLiteral(entry));
    }
  }
  return found;
}

function remove(root: unknown, values: readonly string[]): void {
  const [path = '', index] = values;
  const segments = segmentsOf(path, '--remove');
  const target = find(root, segments, path);
  if (index !== undefined) {
    if (!Array.isArray(target) || !/^-?\d+$/.test(index) || !inRange(target, Number(index))) {
      throw new Failure(`There is no element ${index} in '${path}' to remove.`);
    }
    target.splice(Number(index), 1);
    return;
  }
  const last = segments.at(-1);
  const parent = find(root, segments.slice(0, -1), path);
  if (last?.kind === 'name' && isMap(parent)) delete parent[last.name];
  else if (last !== undefined && Array.isArray(parent)) parent.splice(parent.indexOf(target), 1);
}

function find(root: unknown, segments: readonly Segment[], path: string): unknown {
  return segments.reduce<unknown>((value, segment) => {
    const next = step(value, segment);
    if (next === undefined) throw missing(value, segment, path);
    return next;
  }, root);
}

function step(value: unknown, segment: Segment): unknown {
  switch (segment.kind) {
    case 'name':
      return isMap(value) && Object.hasOwn(value, segment.name) ? value[segment.name] : undefined;
    case 'index':
      return Array.isArray(value) ? value.at(segment.index) : undefined;
    case 'filter': {
      if (!Array.isArray(value)) return undefined;
      const matches = value.filter(
        (item) => isMap(item) && String(item[segment.key]).toLowerCase() === segment.value.toLowerCase(),
      );
      return matches.length === 1 ? matches[0] : undefined;
    }
    default:
      return segment satisfies never;
  }
}

function missing(parent: unknown, segment: Segment, path: string): Failure {
  const name =
    segment.kind === 'name'
      ? `'${segment.name}'`
      : segment.kind === 'index'
        ? `element ${segment.index}`
        : `a single element with ${segment.key}=${segment.value}`;
  if (Array.isArray(parent)) {
    return new Failure(`Couldn't find ${name} in '${path}': the list there has ${parent.length} elements.`);
  }
  const options = isMap(parent) ? Object.keys(parent).sort() : [];
  const advice = segment.kind === 'name' ? didYouMean(segment.name, options) : '';
  return new Failure(
    `Couldn't find ${name} in '${path}'. Available options: ${options.join(', ') || 'none'}.${advice}`,
  );
}

function inRange(list: readonly unknown[], index: number): boolean {
  return index >= -list.length && index < list.length;
}

function segmentsOf(path: string, option: string): readonly Segment[] {
  const segments = parsePath(path);
  if (segments.length === 0 || segments.some((one) => one.kind === 'name' && isForbidden(one.name))) {
    throw usage(`argument ${option}: '${path}' is not a path`);
  }
  refuseServed(segments, option);
  return segments;
}
