import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';
import { deedOf, isTraffic, labelOf, rowsOf } from './differences.ts';

type Told = HistoryEntry['properties'];
const told = (some: Partial<Told>): Told => ({
  sequence: 1,
  at: '2026-01-01T00:00:00.000Z',
  who: 'admin',
  operation: 'update',
  target: '/x',
  deployment: null,
  reason: null,
  operationId: null,
  traffic: null,
  changes: [],
  before: null,
  after: null,
  previousHash: '0',
  hash: '1',
  ...some,
});

describe('the rows of a record', () => {
  test('shares stand first, by deployment, and not a second time by their paths', () => {
    const rows = rowsOf(
      told({
        traffic: {
          before: { traffic: { blue: 100 }, mirrorTraffic: { green: 10 } },
          after: { traffic: { blue: 90, green: 10 }, mirrorTraffic: {} },
        },
        changes: [
          { path: 'properties.traffic.blue', before: 100, after: 90 },
          { path: 'tags.team', after: 'growth' },
        ],
      }),
    );
    expect(rows).toEqual([
      { label: 'Live traffic to blue', before: '100 %', after: '90 %' },
      { label: 'Live traffic to green', before: '0 %', after: '10 %' },
      { label: 'Mirrored to green', before: '10 %', after: '0 %' },
      { label: 'Tag team', before: undefined, after: 'growth' },
    ]);
    expect(rows.map(isTraffic)).toEqual([true, true, true, false]);
  });

  test('assets are said by name and version, variables by digest, the rest as it is', () => {
    const model = (version: number) =>
      `/subscriptions/s/resourceGroups/g/providers/p/workspaces/w/models/churn/versions/${version}`;
    const rows = rowsOf(
      told({
        changes: [
          { path: 'properties.model', before: model(1), after: model(2) },
          {
            path: 'properties.environmentVariables.TOKEN',
            before: 'abcdefabcdefabcdef',
            after: '0123456789abcdef',
          },
          { path: 'sku.capacity', before: 1, after: 3 },
          { path: 'properties.codeConfiguration', before: null, after: { scoringScript: 'score.py' } },
        ],
      }),
    );
    expect(rows).toEqual([
      { label: 'Model', before: 'churn, version 1', after: 'churn, version 2' },
      { label: 'Variable TOKEN', before: 'digest abcdefabcdef', after: 'digest 0123456789ab' },
      { label: 'Instances', before: '1', after: '3' },
      { label: 'Code', before: 'none', after: '{\n  "scoringScript": "score.py"\n}' },
    ]);
  });

  test('what was created is shown by what it is made of', () => {
    const after = {
      tags: {},
      sku: { capacity: 2 },
      properties: { description: null, instanceType: 'local' },
      etag: '"1"',
    };
    expect(rowsOf(told({ operation: 'create', after }))).toEqual([
      { label: 'Instances', before: undefined, after: '2' },
      { label: 'Instance type', before: undefined, after: 'local' },
    ]);
    expect(rowsOf(told({ operation: 'delete', before: after }))[0]).toEqual({
      label: 'Instances',
      before: '2',
      after: undefined,
    });
  });
});

test.each<[Partial<Told>, string]>([
  [{ operation: 'create' }, 'created the endpoint'],
  [{ operation: 'create', deployment: 'blue' }, 'created deployment blue'],
  [{ operation: 'undo' }, 'took back the last change of traffic'],
  [{ operation: 'regenerate-key', after: { regenerated: 'primary' } }, 'regenerated the primary key'],
  [
    { operation: 'switch', deployment: 'blue', after: { servingRevision: 3 } },
    'switched deployment blue to revision 3',
  ],
  [{ operation: 'give-up', deployment: 'blue' }, 'gave up the update of deployment blue'],
  [{ deployment: 'blue' }, 'updated deployment blue'],
  [{ operation: 'limit' }, 'changed the limits'],
  [{ operation: 'autoscale', deployment: 'blue', after: {} }, 'set the autoscale of deployment blue'],
  [
    { operation: 'autoscale', deployment: 'blue', before: {}, after: {} },
    'changed the autoscale of deployment blue',
  ],
  [{ operation: 'autoscale', deployment: 'blue', before: {} }, 'ended the autoscale of deployment blue'],
  [{ operation: 'new-verb' }, 'new-verb of the endpoint'],
])('%j reads as "%s"', (some, deed) => expect(deedOf(told(some))).toBe(deed));

test('paths that nobody named stay readable', () => {
  expect([labelOf('properties.livenessProbe.period'), labelOf('tags["a b"]'), labelOf('')]).toEqual([
    'livenessProbe.period',
    'Tag a b',
    'Value',
  ]);
});
