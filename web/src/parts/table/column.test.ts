import { expect, test } from 'vitest';
import { type Column, shown, sorted, turned } from './column.ts';
import { rowAfter } from './keys.ts';

type Row = { readonly name: string; readonly rate: number };
const column = (more: Partial<Column<Row>>): Column<Row> => ({
  id: 'name',
  title: 'Name',
  width: '1fr',
  cell: ({ name }) => name,
  ...more,
});
const columns = [
  column({ order: ({ name }) => name }),
  column({ id: 'rate', order: ({ rate }) => rate, from: 500 }),
  column({ id: 'note', from: 900 }),
];
const rows = [
  { name: 'model-10', rate: 2 },
  { name: 'model-9', rate: 10 },
  { name: 'Model-1', rate: 2 },
];
const order = (id: string, isDown = false) => sorted(rows, columns, { id, isDown }).map(({ name }) => name);

test('names sort as people count, numbers by size, equal ones as they were', () => {
  expect(order('name')).toEqual(['Model-1', 'model-9', 'model-10']);
  expect(order('name', true)).toEqual(['model-10', 'model-9', 'Model-1']);
  expect(order('rate')).toEqual(['model-10', 'Model-1', 'model-9']);
  expect(order('note')).toEqual(rows.map(({ name }) => name));
});

test('a second click on a title turns the order round, another title begins anew', () => {
  const begin = { id: 'name', isDown: false };
  expect(turned(begin, 'name')).toEqual({ id: 'name', isDown: true });
  expect(turned({ id: 'name', isDown: true }, 'rate')).toEqual({ id: 'rate', isDown: false });
});

test('columns give way where there is no room for them', () => {
  const ids = (width: number) => shown(columns, width).map(({ id }) => id);
  expect([ids(499), ids(500), ids(900)]).toEqual([['name'], ['name', 'rate'], ['name', 'rate', 'note']]);
});

test('keys walk within the rows, and other keys do not', () => {
  const after = (key: string, row: number) => rowAfter(key, { row, count: 100, page: 10 });
  expect([after('ArrowDown', 99), after('ArrowUp', 0), after('PageDown', 95), after('PageUp', 5)]).toEqual([
    99, 0, 99, 0,
  ]);
  expect([after('Home', 50), after('End', 50), after('a', 50)]).toEqual([0, 99, undefined]);
  expect(rowAfter('End', { row: 0, count: 0, page: 1 })).toBeUndefined();
});
