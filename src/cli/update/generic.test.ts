import { describe, expect, test } from 'vitest';
import { applySettings } from './create-set.ts';
import { applyOperations } from './generic.ts';

const set = (object: Record<string, unknown>, ...values: string[]) =>
  applyOperations(object, [{ key: 'set', values }], false);

describe('trap 8: --set on update changes the live object, with JSON values', () => {
  test('numbers, truth values, lists and texts', () => {
    expect(set({ a: 1, m: {} }, 'a=2', 'm.n=[1, "x"]', 'm.b=true', 'm.t=plain text', 'm.e=')).toEqual({
      a: 2,
      m: { n: [1, 'x'], b: true, t: 'plain text', e: '' },
    });
  });

  test('Python literals are understood as az does', () => {
    expect(set({ m: {} }, 'm.a=True', 'm.b=None', "m.c={'k': [1, 'x']}", "m.d='quoted'")).toEqual({
      m: { a: true, b: null, c: { k: [1, 'x'] }, d: 'quoted' },
    });
  });

  test('--force-string keeps texts', () => {
    expect(applyOperations({ m: {} }, [{ key: 'set', values: ['m.v=2'] }], true)).toEqual({ m: { v: '2' } });
  });

  test('lists are reached by index or by a filter', () => {
    const object = {
      l: [
        { n: 'a', v: 1 },
        { n: 'b', v: 2 },
      ],
    };
    expect(set(object, 'l[0].v=9', 'l[n=b].v=8')).toEqual({
      l: [
        { n: 'a', v: 9 },
        { n: 'b', v: 8 },
      ],
    });
  });

  test('a missing step on the way fails with exit 1 and lists what there is; a missing last key is made', () => {
    expect(() => set({ tags: {}, name: 'x' }, 'tgas.k=v')).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: expect.stringMatching(/name, tags.*Did you mean 'tags'/),
      }),
    );
    expect(set({ tags: {} }, 'tags.k=v')).toEqual({ tags: { k: 'v' } });
    expect(set({ tags: null }, 'tags.k=v')).toEqual({ tags: { k: 'v' } });
    expect(() => set({ l: [1] }, 'l[3]=x')).toThrow('the list there has 1 elements');
  });

  test('operations are applied in the order of the command line; the object itself is not changed', () => {
    const object = { list: ['a'], tags: { x: '1', y: '2' } };
    const changed = applyOperations(
      object,
      [
        { key: 'add', values: ['list', 'k=1', 'j=2', '"b"', '{"z": 3}'] },
        { key: 'remove', values: ['list', '0'] },
        { key: 'remove', values: ['tags.x'] },
        { key: 'set', values: ['tags.y=3'] },
      ],
      false,
    );
    expect(changed).toEqual({ list: [{ k: 1, j: 2 }, 'b', { z: 3 }], tags: { y: 3 } });
    expect(object).toEqual({ list: ['a'], tags: { x: '1', y: '2' } });
  });

  test('dots can be escaped, and nothing reaches the prototype', () => {
    expect(set({ p: {} }, 'p.a\\.b=1')).toEqual({ p: { 'a.b': 1 } });
    expect(() => set({}, '__proto__.x=1')).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => set({}, 'x')).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('trap 8: --set on create changes the YAML before it is checked, with text values', () => {
  test('values stay text, steps are made and lists padded', () => {
    expect(
      applySettings({ a: { b: 1 } }, ['a.b=2', 'x.y.z=true', 'l[1].k=v', 'identity.ids[0].resource_id=/a=b']),
    ).toEqual({
      a: { b: '2' },
      x: { y: { z: 'true' } },
      l: [null, { k: 'v' }],
      identity: { ids: [{ resource_id: '/a=b' }] },
    });
  });

  test('a setting below a reference is refused, one in its place is not', () => {
    expect(() => applySettings({ model: 'azureml:m:1' }, ['model.path=x'])).toThrow('which is a reference');
    expect(applySettings({ model: { path: 'x' } }, ['model=azureml:m:1'])).toEqual({ model: 'azureml:m:1' });
  });

  test('an item without = is a mistake in the arguments', () => {
    expect(() => applySettings({}, ['a'])).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => applySettings({}, ['__proto__.a=1'])).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('what only the service fills in', () => {
  test.each(['id', 'scoring_uri', 'provisioning_state', 'creation_context.created_by'])('%s', (path) => {
    const message = `'${path.split('.')[0]}' is filled in by the service and cannot be changed`;
    expect(() => set({ id: 'x' }, `${path}=y`)).toThrow(message);
    expect(() => applySettings({}, [`${path}=y`])).toThrow(message);
    expect(() => applyOperations({ id: 'x' }, [{ key: 'remove', values: [path] }], false)).toThrow(message);
  });

  test('a key of the same name below another is the user’s own', () => {
    expect(set({ tags: {} }, 'tags.id=y')).toEqual({ tags: { id: 'y' } });
  });
});
