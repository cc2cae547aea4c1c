/** Where a key leads in a table of `count` rows of which `page` are seen at once; undefined when it leads nowhere. */
export function rowAfter(key: string, { row, count, page }: Record<'row' | 'count' | 'page', number>) {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = steps[key];
  return wanted === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, wanted));
}
