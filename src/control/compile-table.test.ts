import { expect, test } from 'vitest';
import type { Deployment } from '../domain/deployment.ts';
import type { Endpoint, EndpointSpec } from '../domain/endpoint.ts';
import type { Instance } from '../domain/instance.ts';
import type { Address } from '../domain/ports.ts';
import { validateTable } from '../table/validate.ts';
import { compileTable, type TableInput } from './compile-table.ts';
import { someDeployment, someEndpoint, someRevision } from './reconcile/simulation.suite.ts';

const address: Address = { kind: 'unix', path: '/run/i.sock' };

const instance = (id: string, change: Partial<Instance> = {}) => ({
  row: {
    id,
    deploymentUid: 'blue',
    revision: 1,
    state: 'ready' as const,
    startedAt: 0,
    since: 0,
    reason: null,
    ...change,
  },
  address,
});

const names = ['blue', 'green', 'red'];
const slotOf = (name: string, revision: number) => 10 * names.indexOf(name) + revision;

const serving = (name: string, change: Partial<Deployment> = {}, instances = [instance(`${name}-1`)]) => ({
  deployment: someDeployment({ uid: name, name, servingRevision: 1, ...change }),
  revisions: [
    { ...someRevision(1), slot: slotOf(name, 1) },
    { ...someRevision(2), slot: slotOf(name, 2) },
  ],
  instances,
});

const endpoint = (spec: Partial<EndpointSpec>, change: Partial<Endpoint> = {}): Endpoint => ({
  ...someEndpoint,
  ...change,
  spec: { ...someEndpoint.spec, ...spec },
});

function compiled(input: Partial<TableInput>) {
  const table = compileTable({
    endpoints: [someEndpoint],
    deployments: [],
    workspaces: [],
    limits: new Map(),
    tokenKeys: {},
    hash: (key) => Buffer.from(key).toString('hex').padEnd(64, '0'),
    anonymousScoring: false,
    trace: undefined,
    ...input,
  });
  expect(validateTable({ version: 1, ...table })).toMatchObject({ kind: 'table' });
  return table;
}

test('an endpoint becomes its shares, in hundredths, and what serves behind it', () => {
  const endpoints = [endpoint({ traffic: { blue: 99.71, green: 0.29 }, mirror: { red: 10 } })];
  const deployments = names.map((name) => serving(name));
  const [one] = compiled({ endpoints, deployments }).endpoints;
  expect(one).toMatchObject({
    name: 'churn',
    live: [
      { deployment: 'blue', hundredths: 9971 },
      { deployment: 'green', hundredths: 29 },
    ],
    mirror: [{ deployment: 'red', hundredths: 1000 }],
  });
  expect(one?.deployments[0]).toEqual({
    name: 'blue',
    revision: 1,
    slot: slotOf('blue', 1),
    timeoutMs: 5000,
    maxConcurrentPerInstance: 1,
    pendingLimit: 4,
    scoringPath: '/score',
    instances: [{ id: 'blue-1', address }],
  });
});

test.each([
  [{}, undefined],
  [{ teal_retry_lost_requests: 'disabled' }, undefined],
  [{ teal_retry_lost_requests: 'enabled', other: 'enabled' }, true],
])('properties %j allow a lost request another try: %s', (properties, allowed) => {
  const [one] = compiled({ endpoints: [endpoint({ properties })] }).endpoints;
  expect(one?.retryLost).toBe(allowed);
});

test('only ready instances of the serving revision that can be reached are in it', () => {
  const instances = [
    instance('ready'),
    instance('next', { revision: 2 }),
    ...(['starting', 'unhealthy', 'stopping', 'failed'] as const).map((state) => instance(state, { state })),
    { ...instance('lost'), address: undefined },
  ];
  const { deployment, revisions } = serving('blue');
  const [one] = compiled({ deployments: [{ deployment, revisions, instances }] }).endpoints;
  expect(one?.deployments[0]?.instances.map(({ id }) => id)).toEqual(['ready']);
});

test('a deployment is in it even without an instance, so that requests hear why they fail', () => {
  const endpoints = [endpoint({ traffic: { blue: 100 } })];
  const [one] = compiled({ endpoints, deployments: [serving('blue', {}, [])] }).endpoints;
  expect(one).toMatchObject({ live: [{ deployment: 'blue' }], deployments: [{ instances: [] }] });
});

test('what never served, is on its way out or belongs elsewhere is not in it', () => {
  const deployments = [
    serving('new', { servingRevision: null }),
    serving('old', { deleting: true }),
    serving('foreign', { endpointUid: 'other' }),
  ];
  expect(compiled({ deployments }).endpoints[0]?.deployments).toEqual([]);
  expect(compiled({ endpoints: [{ ...someEndpoint, deleting: true }] }).endpoints).toEqual([]);
});

test('a revision that replaced another has a slot of its own', () => {
  const instances = [instance('next', { revision: 2 })];
  const [one] = compiled({ deployments: [serving('blue', { servingRevision: 2 }, instances)] }).endpoints;
  expect(one?.deployments[0]).toMatchObject({
    revision: 2,
    slot: slotOf('blue', 2),
    instances: [{ id: 'next' }],
  });
});

test('keys are in it as hashes only', () => {
  const [one] = compiled({ hash: (key) => `${key.length}`.padStart(64, '0') }).endpoints;
  expect(one?.auth).toEqual({ kind: 'key', hashes: ['1'.padStart(64, '0'), '1'.padStart(64, '0')] });
});

test.each([
  ['aml_token', 'teal:endpoint:E'],
  ['aad_token', 'https://ml.azure.com'],
] as const)('%s asks for tokens of %s', (authMode, audience) => {
  const tokenKeys = { k1: 'A'.repeat(43) };
  const table = compiled({ endpoints: [endpoint({ authMode })], tokenKeys });
  expect(table.endpoints[0]?.auth).toEqual({ kind: 'token', audience });
  expect(table.tokenKeys).toEqual(tokenKeys);
});

test('a private Teal asks for nothing', () => {
  expect(compiled({ anonymousScoring: true }).endpoints[0]?.auth).toEqual({ kind: 'none' });
});

test('spans are made where the deployment asks for them and there is somewhere to send them', () => {
  const trace = { parentBased: true, ratio: 0.5 };
  const asks = serving('blue');
  const deployments = [
    serving('green'),
    { ...asks, deployment: { ...asks.deployment, spec: { ...asks.deployment.spec, appInsights: true } } },
  ];
  const rules = (given: TableInput['trace']) =>
    compiled({ deployments, trace: given }).endpoints[0]?.deployments.map((one) => one.trace);
  expect(rules(trace)).toEqual([undefined, trace]);
  expect(rules(undefined)).toEqual([undefined, undefined]);
});
