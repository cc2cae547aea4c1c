import { expect, test } from 'vitest';
import { changed, emptyDraft, freeName, variablesOf } from './draft.ts';

test('names that are free go as rollouts go', () => {
  expect(freeName(new Set())).toBe('blue');
  expect(freeName(new Set(['blue']))).toBe('green');
  expect(freeName(new Set(['blue', 'green']))).toBe('deployment-3');
  expect(freeName(new Set(['blue', 'green', 'deployment-4']))).toBe('deployment-5');
});

test('variables are read line by line; a value may hold anything, a line without a name nothing', () => {
  expect(variablesOf('A=1\n\nB = x=y ')).toEqual({ A: '1', B: ' x=y ' });
  expect(() => variablesOf('A=1\nB')).toThrow("'B' must be NAME=value.");
  expect(() => variablesOf('=1')).toThrow('NAME=value');
});

test('what was registered is another thing once its content changes, and the same when only its use does', () => {
  const made = { name: 'c', version: '1' };
  const draft = changed(emptyDraft('blue'), 'code', { leaf: 'code', made });
  expect(draft.code.made).toEqual(made);
  expect(changed(draft, 'code', { script: 'score.py' }).code.made).toEqual(made);
  expect(changed(draft, 'code', { leaf: 'code' }).code.made).toBeNull();
  expect(changed(draft, 'environment', { conda: 'x' }).code.made).toEqual(made);
});
