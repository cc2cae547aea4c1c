import { describe, expect, test } from 'vitest';
import { type Format, format } from './format.ts';
import { compileQuery } from './query.ts';
import { resultOf } from './result.ts';

async function printed(value: unknown, as: Format, query?: string): Promise<string> {
  const compiled = query === undefined ? undefined : await compileQuery(query);
  return format(resultOf(value, compiled), as, false);
}

describe('json', () => {
  test('trap 4: keys sorted at every level, two spaces, ": " and non-ASCII kept', async () => {
    expect(await printed({ b: { z: 1, a: 'é' }, a: [{ y: 1, x: [] }], c: {} }, 'json')).toBe(
      '{\n  "a": [\n    {\n      "x": [],\n      "y": 1\n    }\n  ],\n  "b": {\n    "a": "é",\n    "z": 1\n  },\n  "c": {}\n}\n',
    );
    expect(await printed([{ version: '3' }], 'json')).toContain('"version": "3"');
  });

  test('trap 4: an empty list is [], an empty map {}, an empty text ""', async () => {
    expect([await printed([], 'json'), await printed({}, 'json'), await printed('', 'json')]).toEqual([
      '[]\n',
      '{}\n',
      '""\n',
    ]);
  });

  test.each(['json', 'tsv', 'table', 'yaml', 'none'] as const)(
    'trap 2: None prints nothing at all as %s, also when a query yields null',
    async (as) => {
      expect(await printed(undefined, as)).toBe('');
      expect(await printed(null, as)).toBe('');
      expect(await printed({ a: 1 }, as, 'missing.key')).toBe('');
    },
  );

  test('trap 9: a text is a JSON string in json and raw in tsv', async () => {
    expect(await printed('[1.5, 2.5]', 'json')).toBe('"[1.5, 2.5]"\n');
    expect(await printed('[1.5, 2.5]', 'tsv')).toBe('[1.5, 2.5]\n');
    expect(await printed('"x"', 'json')).toBe('"\\"x\\""\n');
  });

  test('numbers are written as Python writes them', async () => {
    expect(await printed([1, 1.5, 0.00001, 1e21, -2, 0.0001], 'json', '[*]')).toBe(
      '[\n  1,\n  1.5,\n  1e-05,\n  1e+21,\n  -2,\n  0.0001\n]\n',
    );
  });
});

describe('trap 15: tsv', () => {
  test('a map is one row, its values in the order of its keys', async () => {
    expect(await printed({ b: 'two', a: 'one', d: { x: 1 }, c: [1, 2], e: null, f: true }, 'tsv')).toBe(
      'one\ttwo\t2\t\tNone\tTrue\n',
    );
  });

  test('a map that a query built keeps the order in which it was written', async () => {
    expect(await printed([{ a: 1, b: 2 }], 'tsv', '[].{B:b,A:a}')).toBe('2\t1\n');
    expect(await printed([{ b: 1, a: 2 }], 'tsv', '[0]')).toBe('2\t1\n');
  });

  test('a row that is a bare truth value is in lower case, a bare None is None', async () => {
    expect(await printed(true, 'tsv')).toBe('true\n');
    expect(await printed([true, null, 'x', 2, ['a', false]], 'tsv')).toBe('true\nNone\nx\n2\na\tFalse\n');
  });

  test('an empty list is no text: a filter that matches nothing prints nothing', async () => {
    expect(await printed([{ name: 'a' }], 'tsv', "[?name=='group'].value")).toBe('');
    expect(await printed([{ name: 'group', value: 'g' }], 'tsv', "[?name == 'group'].value")).toBe('g\n');
  });
});

describe('table', () => {
  test('headers are capitalised; id, type, etag, empty and nested values are left out', async () => {
    const rows = [
      { name: 'a', id: '/x', type: 't', etag: 'e', count: 10, tags: {}, gone: null },
      { name: 'bcd', count: 2, extra: true },
    ];
    expect(await printed(rows, 'table')).toBe(
      'Count    Name    Extra\n-------  ------  -------\n10       a\n2        bcd     True\n',
    );
  });

  test('a query decides the order; lists get columns, scalars a result', async () => {
    expect(await printed([{ a: 1, b: 2 }], 'table', '[].{Bee:b,A:a}')).toBe(
      'Bee    A\n-----  ---\n2      1\n',
    );
    expect(await printed([[1, 'x']], 'table')).toBe(
      'Column1    Column2\n---------  ---------\n1          x\n',
    );
    expect(await printed('x', 'table')).toBe('Result\n--------\nx\n');
  });
});

test('yaml is block style with sorted keys, and what looks like something else is quoted', async () => {
  expect(await printed({ b: ['x', { c: null }], a: 'yes', t: '2026-01-02T03:04:05Z', e: {} }, 'yaml')).toBe(
    "a: 'yes'\nb:\n- x\n- c: null\ne: {}\nt: '2026-01-02T03:04:05Z'\n",
  );
});

test('jsonc and yamlc are plain when nobody looks, none prints nothing', async () => {
  expect(await printed({ a: 1 }, 'jsonc')).toBe(await printed({ a: 1 }, 'json'));
  expect(await printed({ a: 1 }, 'yamlc')).toBe(await printed({ a: 1 }, 'yaml'));
  expect(await printed({ a: 1 }, 'none')).toBe('');
});

test('resourceGroup is put beside the id of what lies in a group, at any depth, also below azureml:', async () => {
  const id = '/subscriptions/s/resourceGroups/rg/providers/p/workspaces/w';
  const group = { id: '/subscriptions/s/resourceGroups/rg' };
  const value = {
    id,
    nested: [{ id: `azureml:${id}` }, { id: 'azureml://registries/r/models/m' }, group],
  };
  expect(resultOf(value, undefined).value).toEqual({
    id,
    resourceGroup: 'rg',
    nested: [{ id: `azureml:${id}`, resourceGroup: 'rg' }, { id: 'azureml://registries/r/models/m' }, group],
  });
});

test('a query that is no JMESPath is a mistake in the arguments', async () => {
  await expect(compileQuery('[?name==')).rejects.toMatchObject({ exitCode: 2 });
});

test('keys with a dot are quoted in queries', async () => {
  const value = { properties: { 'azureml.onlineendpointid': '/x' } };
  expect(await printed(value, 'tsv', 'properties."azureml.onlineendpointid"')).toBe('/x\n');
});
