/** Paths into an object as `--set` writes them: names separated by dots, `[index]` or `[key=value]` for lists. */

export type Segment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'filter'; readonly key: string; readonly value: string };

/** `a.b[0].c` -> name a, name b, index 0, name c. A dot after a backslash belongs to the name. */
export function parsePath(path: string): readonly Segment[] {
  const parts = path.match(/\[[^\]]*\]|(?:\\.|[^.[\\])+/g) ?? [];
  return parts.map((part): Segment => {
    if (!part.startsWith('[')) return { kind: 'name', name: part.replace(/\\(.)/g, '$1') };
    const inside = part.slice(1, -1);
    if (/^-?\d+$/.test(inside)) return { kind: 'index', index: Number(inside) };
    const sign = inside.indexOf('=');
    if (sign < 0) return { kind: 'name', name: inside };
    return { kind: 'filter', key: inside.slice(0, sign), value: inside.slice(sign + 1) };
  });
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that would reach into JavaScript's own machinery instead of the object's members. */
export function isForbidden(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
