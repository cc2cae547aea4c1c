import { expect, test } from 'vitest';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { filtered, knownTags } from './filter.ts';

const endpoint = (name: string, tags: Record<string, string> = {}, kind: 'Managed' | 'K8S' = 'Managed') =>
  ({ name, tags, kind }) as unknown as EndpointResource;

const all = [
  endpoint('churn', { team: 'fraud', critical: '' }),
  endpoint('churn-eu', { team: 'growth' }, 'K8S'),
  endpoint('prices'),
];
const names = (filter: Partial<Parameters<typeof filtered>[1]>) =>
  filtered(all, { name: '', tag: '', compute: '', ...filter }).map(({ name }) => name);

test('each filter leaves out what does not fit, and all of them together', () => {
  expect(names({})).toEqual(['churn', 'churn-eu', 'prices']);
  expect(names({ name: ' CHURN ' })).toEqual(['churn', 'churn-eu']);
  expect(names({ tag: 'team' })).toEqual(['churn', 'churn-eu']);
  expect(names({ tag: 'Team=f' })).toEqual(['churn']);
  expect(names({ tag: 'critical' })).toEqual(['churn']);
  expect(names({ compute: 'K8S' })).toEqual(['churn-eu']);
  expect(names({ name: 'churn', tag: 'team', compute: 'Managed' })).toEqual(['churn']);
  expect(names({ tag: 'fraud' })).toEqual([]);
});

test('the tags that there are, each once', () => {
  expect(knownTags([...all, ...all])).toEqual(['critical', 'team=fraud', 'team=growth']);
});
