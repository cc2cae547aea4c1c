import type { ReactNode } from 'react';

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What rows are sorted by; a column without it cannot be sorted by. */
  readonly order?: (row: Row) => string | number;
  /** As a track of a CSS grid: `minmax(120px, 2fr)`. */
  readonly width: string;
  /** It is left out where the table is narrower, in pixels. */
  readonly from?: number;
  readonly align?: 'start' | 'end';
};

export type Sorting = { readonly id: string; readonly isDown: boolean };

const inWords = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** A sorted copy; rows that are equal keep their order. */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sorting: Sorting,
): readonly Row[] {
  const order = columns.find(({ id }) => id === sorting.id)?.order;
  if (order === undefined) return rows;
  const sign = sorting.isDown ? -1 : 1;
  return [...rows].sort((one, other) => sign * compare(order(one), order(other)));
}

/** A click on the title of a column: sorts by it, or turns round. */
export function turned(sorting: Sorting, id: string): Sorting {
  return { id, isDown: sorting.id === id && !sorting.isDown };
}

/** The columns for which there is room. */
export function shown<Row>(columns: readonly Column<Row>[], width: number): readonly Column<Row>[] {
  return columns.filter(({ from = 0 }) => from <= width);
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return inWords.compare(String(one), String(other));
}
