import { expect, test } from 'vitest';
import type { Instance } from '../../domain/instance.ts';
import type { InstanceEvent } from '../../domain/logs.ts';
import { eventsOf } from './events.ts';
import { tellMissed } from './missed.ts';
import { someDeployment, someEndpoint, someSpec } from './simulation.suite.ts';
import type { World } from './world.ts';

const now = 1_000_000;
const instance = (id: string, change: Partial<Instance> = {}): Instance => ({
  id,
  deploymentUid: 'blue',
  revision: 1,
  state: 'starting',
  startedAt: 0,
  since: 0,
  reason: null,
  ...change,
});

function worldOf(...rows: readonly Instance[]): World {
  const healthy = { passed: 0, failed: 0 };
  const instances = rows.map((row) => ({
    row,
    running: undefined,
    busy: false,
    vitals: { readiness: healthy, liveness: healthy },
  }));
  return {
    now,
    endpoints: [someEndpoint],
    deployments: [{ deployment: someDeployment(), revisions: [], instances, environments: new Map() }],
    orphans: [],
    published: { endpoints: new Map(), deployments: new Map(), instances: new Set() },
  };
}

function told(state: Instance['state'], ...others: readonly Instance[]): readonly InstanceEvent[] {
  const row = instance('i1');
  const why = 'Its process ended.';
  return eventsOf({ kind: 'mark-instance', instance: row, state, reason: why, why }, worldOf(row, ...others));
}

test('an event says whose instance it is about', () => {
  expect(told('ready')).toEqual([
    {
      workspaceUid: 'W',
      endpoint: 'churn',
      deployment: 'blue',
      instance: 'i1',
      name: 'Ready',
      message: 'It answers its readiness probe and gets requests.',
    },
  ]);
  expect(told('unhealthy').map(({ name }) => name)).toEqual(['ReadinessProbeFailed']);
  expect(told('stopping')).toEqual([]);
});

test('a death that keeps the next instance waiting says for how long', () => {
  expect(told('failed').map(({ name }) => name)).toEqual(['Failed']);
  const dead = [1, 2].map((age) => instance(`d${age}`, { state: 'failed', since: now - age * 1000 }));
  const elsewhere = instance('d3', { state: 'failed', since: now - 3000, revision: 2 });
  expect(told('failed', ...dead, elsewhere).map(({ name, message }) => [name, message])).toEqual([
    ['Failed', 'Its process ended.'],
    ['BackOff', 'Instances of this revision died 3 times lately; the next one starts in 2 s.'],
  ]);
});

test('a probe that goes on failing is told ever more rarely, and when it counts', () => {
  const events: InstanceEvent[] = [];
  const journal = { event: (event: InstanceEvent) => void events.push(event), finish: async () => {} };
  const origin = { workspaceUid: 'W', endpoint: 'churn', deployment: 'blue' };
  const { readiness, liveness } = someSpec;
  const patient = { id: 'i1', endpointUid: 'E', origin, starting: false, readiness, liveness };
  for (let times = 1; times <= 40; times += 1) tellMissed(journal, patient, { kind: 'liveness', times });
  expect(events.map(({ message }) => / (\d+) of 30/.exec(message)?.[1])).toEqual([
    ...['1', '2', '4', '8', '16', '30', '32'],
  ]);
  expect(events[0]).toMatchObject({ ...origin, instance: 'i1', name: 'LivenessProbeFailed' });
});
