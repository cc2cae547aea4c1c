/** Every use case that changes an endpoint or a deployment, or who scales one, leaves its records, in the transaction of the change. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OwnPolicy } from '../../domain/autoscale/ports.ts';
import type { HistoryRecord } from '../../domain/history.ts';
import type { Rows, Store } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import { executeRows } from '../reconcile/execute.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { regenerateKey } from './keys.ts';
import { putAutoscaleSetting, removeAutoscaleSetting } from './put-autoscale-setting.ts';
import { putDeployment } from './put-deployment.ts';
import { putEndpoint } from './put-endpoint.ts';
import { putOwnAutoscale } from './put-own-autoscale.ts';
import { putWorkspace } from './put-workspace.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';
import { undoTraffic } from './undo-traffic.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
  await rig.putEndpoint();
  for (const name of ['blue', 'green', 'lime', 'gray']) {
    await rig.putDeployment(name);
    await rig.serve(name);
  }
  await rig.putEndpoint({ traffic: { blue: 100 }, mirror: { green: 10 } });
  await putSetting(rig.parts, 'lime', 2);
  await putOwn(rig.parts, 'gray', policy);
  await rig.putDeployment('gray', { instanceCount: 0 });
  await rig.serve('gray');
  await rig.putEndpoint({ traffic: { blue: 100 }, mirror: { green: 20 } });
});
afterEach(() => rig.close());

type Work = (parts: Parts) => Promise<unknown>;

const because = { ...caller, actor: 'ben', reason: 'Because.' };
const whole = async () => {
  const endpoint = await rig.endpoint();
  return { ...because, workspace, name: 'churn', spec: endpoint.spec, keys: undefined, condition: {} };
};
const own = async (name: string) => ({
  ...because,
  endpointUid: (await rig.endpoint()).uid,
  name,
  condition: {},
});
const put = async (parts: Parts, name: string) => {
  const { spec } = await rig.deployment('blue');
  const assets = {
    model: null,
    collector: null,
    code: rig.code,
    environment: { image: null, condaFile: null },
  };
  return putDeployment(parts, { ...(await own(name)), spec, ...assets });
};

const key = { subscription: 's', resourceGroup: 'g', name: 'lime' };
const putSetting = async (parts: Parts, name: string, most: number) =>
  putAutoscaleSetting(parts, {
    ...key,
    name,
    caller: because,
    deploymentUid: (await rig.deployment(name)).uid,
    location: 'local',
    tags: {},
    enabled: true,
    target: { id: `/subscriptions/s/churn/deployments/${name}`, endpoint: 'churn', deployment: name },
    profiles: [
      {
        name: 'default',
        capacity: { minimum: 1, maximum: most, fallback: 1 },
        rules: [],
        schedule: { kind: 'always' },
      },
    ],
    sent: { notifications: [], most },
  });
const policy: OwnPolicy = {
  perInstance: 1,
  minimum: 0,
  maximum: 2,
  outMs: 3000,
  inMs: 30_000,
  idleMs: 2000,
  hold: { limit: 1, waitMs: 1000 },
};
const putOwn = async (parts: Parts, name: string, wanted: OwnPolicy | null) =>
  putOwnAutoscale(parts, {
    ...because,
    endpoint: 'churn',
    deploymentUid: (await rig.deployment(name)).uid,
    policy: wanted,
  });

const cases: readonly (readonly [string, Work, readonly HistoryRecord['verb'][]])[] = [
  [
    'a new endpoint',
    async (parts) =>
      putEndpoint(parts, {
        ...(await whole()),
        name: 'other',
        spec: { ...(await whole()).spec, traffic: {}, mirror: {} },
      }),
    ['create'],
  ],
  ['a changed endpoint', async (parts) => putEndpoint(parts, await whole()), ['update']],
  ['a new deployment', (parts) => put(parts, 'red'), ['create']],
  ['a changed deployment', (parts) => put(parts, 'blue'), ['update']],
  [
    'a regenerated key',
    async (parts) =>
      regenerateKey(parts, { ...because, uid: (await rig.endpoint()).uid, which: 'primary', value: null }),
    ['regenerate-key'],
  ],
  [
    'an undo',
    async (parts) => undoTraffic(parts, { ...because, uid: (await rig.endpoint()).uid, condition: {} }),
    ['undo'],
  ],
  [
    'a deleted deployment, and the end of its mirror',
    async (parts) => deleteDeployment(parts, await own('green')),
    ['update', 'delete'],
  ],
  [
    'a deleted endpoint, and its deployments',
    (parts) => deleteEndpoint(parts, { ...because, workspace, name: 'churn', condition: {} }),
    ['delete', 'delete', 'delete', 'delete', 'delete'],
  ],
  ['a setting of autoscale', (parts) => putSetting(parts, 'blue', 3), ['autoscale']],
  ['a setting that is changed', (parts) => putSetting(parts, 'lime', 3), ['autoscale']],
  [
    'a setting that is deleted',
    (parts) => removeAutoscaleSetting(parts, { key, caller: because }),
    ['autoscale'],
  ],
  ['an autoscale of our own', (parts) => putOwn(parts, 'blue', policy), ['autoscale']],
  ['the end of one whose deployment sleeps', (parts) => putOwn(parts, 'gray', null), ['autoscale', 'update']],
  [
    'a new workspace',
    (parts) =>
      putWorkspace(parts, {
        ...because,
        key: { ...workspace, subscription: '00000000-0000-0000-0000-000000000001', name: 'second' },
        location: undefined,
      }),
    ['create'],
  ],
];

const automatic: readonly (readonly [string, Work, Partial<HistoryRecord>])[] = [
  [
    'the switch to a revision',
    async (parts) =>
      executeRows(parts, [
        {
          kind: 'serve-revision',
          deployment: await rig.deployment('blue'),
          revision: 2,
          why: 'all are ready',
        },
      ]),
    {
      verb: 'switch',
      reason: 'all are ready',
      before: { servingRevision: 1 },
      after: { servingRevision: 2 },
    },
  ],
  [
    'an update that is given up',
    async (parts) =>
      executeRows(parts, [
        {
          kind: 'settle-deployment',
          deployment: await rig.deployment('blue'),
          failure: { code: 'ResourceNotReady', message: 'No.' },
          why: 'No.',
        },
      ]),
    {
      verb: 'give-up',
      reason: 'ResourceNotReady',
      after: { revision: 1, servingRevision: 1, failure: { code: 'ResourceNotReady', message: 'No.' } },
    },
  ],
];

/** All that is kept, to be compared. */
const state = async () => ({
  workspaces: await rig.parts.store.rows.workspaces.list(),
  endpoints: await rig.parts.store.rows.endpoints.list(),
  deployments: await rig.parts.store.rows.deployments.list(),
  settings: await rig.parts.store.rows.autoscale.settings(),
  governed: await rig.parts.store.rows.autoscale.governed(),
  revisions: await rig.parts.store.rows.revisions.list(),
  history: await rig.parts.store.rows.history.chain(0, 100),
});
const since = async (length: number) =>
  (await rig.parts.store.rows.history.chain(length, 100)).map(({ content }) => JSON.parse(content));

describe.each(cases)('%s', (_, work, verbs) => {
  test('leaves its records, with who and why', async () => {
    const length = await rig.parts.store.rows.history.length();
    await work(rig.parts);
    expect(await since(length)).toMatchObject(
      verbs.map((verb) => ({ verb, who: 'ben', reason: 'Because.' })),
    );
  });
});

describe.each(automatic)('%s', (_, work, record) => {
  test('leaves a record of Teal itself, under the operation of the wish', async () => {
    const { uid, generation } = await rig.deployment('blue');
    const length = await rig.parts.store.rows.history.length();
    await work(rig.parts);
    const [entry] = await rig.parts.store.rows.history.list(caller.objectId, { limit: 1 });
    expect(await rig.parts.store.rows.history.length()).toBe(length + 1);
    expect(entry).toMatchObject({
      who: 'system',
      deployment: 'blue',
      operationId: `od:${uid}:${generation}`,
      ...record,
    });
  });
});

describe.each([...cases, ...automatic].map(([what, work]) => ({ what, work })))('$what', ({ work }) => {
  test.each(['before', 'after'] as const)(
    'does not happen when the process dies right %s its record',
    async (when) => {
      const before = await state();
      await expect(work({ ...rig.parts, store: dyingAtRecords(rig.parts.store, when) })).rejects.toThrow(
        'dead',
      );
      expect(await state()).toEqual(before);
    },
  );
});

/** A store whose process dies with its first record: the database takes back what was not committed. */
function dyingAtRecords(store: Store, when: 'before' | 'after'): Store {
  const mortal = (rows: Rows): Rows => ({
    ...rows,
    history: {
      ...rows.history,
      append: async (record) => {
        if (when === 'after') await rows.history.append(record);
        throw new Error('the process is dead');
      },
    },
  });
  return { ...store, change: (work) => store.change((rows) => work(mortal(rows))) };
}
