import { expect, test } from 'vitest';
import { changed, type Draft, emptyDraft, type SectionId } from './draft.ts';
import { flawsOf } from './flaws.ts';
import type { Known } from './known.ts';

const known: Known = {
  endpoint: undefined,
  isKubernetes: false,
  endpoints: new Set(['taken']),
  deployments: new Set(),
  others: [],
  served: [],
  traffic: {},
  isMlflow: false,
};
const whole = draftOf(
  ['endpoint', { name: 'churn' }],
  ['model', { name: 'm' }],
  ['code', { from: 'registered', registered: 'c:1', script: 'score.py' }],
  ['environment', { curated: 'sklearn-1.5' }],
);

function draftOf(...changes: { [S in SectionId]: readonly [S, Partial<Draft[S]>] }[SectionId][]): Draft {
  return changes.reduce((draft, [section, more]) => changed(draft, section, more), emptyDraft('blue'));
}

function flaws(draft: Draft, more: Partial<Known> = {}): readonly string[] {
  return Object.keys(flawsOf({ draft, known: { ...known, ...more }, picked: {} }));
}

test('a whole draft has no flaws, an empty one those of every step that needs something', () => {
  expect(flaws(whole)).toEqual([]);
  expect(flaws(emptyDraft('blue'))).toEqual([
    'endpoint.name',
    'model.name',
    'code.files',
    'environment.curated',
  ]);
});

test.each<[string, Draft, Partial<Known>, readonly string[]]>([
  ['a taken name, whatever its case', changed(whole, 'endpoint', { name: 'Taken' }), {}, ['endpoint.name']],
  [
    'a name that this wizard created is not taken',
    changed(whole, 'endpoint', { name: 'taken', isMade: true }),
    {},
    [],
  ],
  ['an existing endpoint needs no name', changed(whole, 'endpoint', { name: '' }), { endpoint: 'churn' }, []],
  [
    'Kubernetes needs a compute',
    changed(whole, 'endpoint', { compute: 'Kubernetes' }),
    {},
    ['endpoint.cluster'],
  ],
  ['no instances', changed(whole, 'deployment', { instances: '0' }), {}, ['deployment.instances']],
  ['too many instances', changed(whole, 'deployment', { instances: '51' }), {}, ['deployment.instances']],
  ['a taken deployment', whole, { deployments: new Set(['blue']) }, ['deployment.name']],
  ['one in other letters', whole, { deployments: new Set(['Blue']) }, ['deployment.name']],
  ['an MLflow model needs no script', changed(whole, 'code', { from: '' }), { isMlflow: true }, []],
  [
    'a script of one for an MLflow model needs an environment',
    changed(whole, 'environment', { from: 'none' }),
    { isMlflow: true },
    ['environment.from'],
  ],
  ['files of before a reload', changed(whole, 'code', { from: 'upload', leaf: 'code' }), {}, ['code.files']],
])('%s', (_, draft, more, expected) => {
  expect(flaws(draft, more)).toEqual(expected);
});

test('what is missing waits for Next, what is wrong does not', () => {
  const said = flawsOf({ draft: emptyDraft('1'), known, picked: {} });
  expect(said['endpoint.name']?.isMissing).toBe(true);
  expect(said['deployment.name']).toMatchObject({
    isMissing: false,
    text: expect.stringContaining('at least 3'),
  });
});
