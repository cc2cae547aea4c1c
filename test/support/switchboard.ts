/** A Teal with one endpoint whose switches are all noted on its course, for those who judge what its clients saw. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';
import { clock } from './barrage.ts';
import { liftLimits } from './limits.ts';
import { type InstanceFile, instancesOf } from './processes.ts';
import { type Json, type Reply, type Rest, restOf } from './rest.ts';
import { primaryKey, scoringUri } from './scoring.ts';
import { startTeal, type Teal } from './teal.ts';
import { type Course, Timeline } from './timeline.ts';

export type Shares = Readonly<Record<string, number>>;

export type Switchboard = {
  readonly teal: Teal;
  readonly rest: Rest;
  readonly course: Course;
  readonly uri: string;
  readonly key: string;
  /** Sets live and mirrored traffic; the ms until every router obeys. */
  flip(traffic: Shares, mirror?: Shares): Promise<number>;
  /** Creates or changes a deployment and waits until it is done. */
  deploy(name: string, revision: string, instances: number): Promise<void>;
  remove(name: string): Promise<void>;
  instances(name: string): InstanceFile[];
  /** The id of the request that an instance began last. */
  lastBegun(instance: InstanceFile): number;
};

export const endpoint = 'switches';
const path = `/onlineEndpoints/${endpoint}`;
/** No request may run into a limit, however slow the machine. */
const requestSettings = { maxConcurrentRequestsPerInstance: 1000, requestTimeout: 'PT60S' };

export async function startSwitchboard(): Promise<Switchboard> {
  const teal = await startTeal();
  const rest = restOf(teal);
  await liftLimits(rest);
  const begun = join(teal.home, 'begun');
  mkdirSync(begun);
  await rest.register('codes', 'witness', join(root, 'test/support/witness'));
  await rest.call('PUT', path, { location: 'local', properties: { authMode: 'Key' } });
  const traffic = new Timeline<Shares>({});
  const revisions = new Map<string, Timeline<string>>();
  const gone = new Map<number, number>();
  const instances = (name: string) => instancesOf(teal.home).filter((one) => one.deployment === name);
  const put = async (name: string, revision: string, count: number): Promise<void> => {
    const before = instances(name);
    await succeeded(rest, 'PUT', `${path}/deployments/${name}`, {
      sku: { name: 'Default', capacity: count },
      properties: {
        endpointComputeType: 'Managed',
        instanceType: 'local',
        codeConfiguration: { codeId: 'azureml:witness:1', scoringScript: 'score.py' },
        requestSettings,
        environmentVariables: { WHO: name, REVISION: revision, BEGUN: begun },
      },
    });
    const answeredAt = clock();
    const after = new Set(instances(name).map(({ pid }) => pid));
    for (const { pid } of before) if (!after.has(pid)) gone.set(pid, answeredAt);
  };
  return {
    teal,
    rest,
    course: { traffic, revisions, gone },
    uri: await scoringUri(rest, endpoint),
    key: await primaryKey(rest, endpoint),
    flip: (shares, mirror = {}) =>
      traffic.change(shares, async () => {
        const properties = { authMode: 'Key', traffic: shares, mirrorTraffic: mirror };
        const reply = await rest.call('PUT', path, { location: 'local', properties });
        if (reply.body?.properties?.provisioningState !== 'Succeeded') await ended(rest, 'the flip', reply);
      }),
    deploy: async (name, revision, count) => {
      const known = revisions.get(name);
      if (known === undefined) {
        revisions.set(name, new Timeline(revision));
        await put(name, revision, count);
      } else if (known.latest === revision) await put(name, revision, count);
      else await known.change(revision, () => put(name, revision, count));
    },
    remove: (name) => succeeded(rest, 'DELETE', `${path}/deployments/${name}`),
    instances,
    lastBegun: ({ pid }) => Number(readFileSync(join(begun, String(pid)), 'utf8')),
  };
}

async function succeeded(rest: Rest, method: string, path: string, body?: Json): Promise<void> {
  await ended(rest, `${method} ${path}`, await rest.call(method, path, body));
}

/** What is not done when it is answered is done when its operation says so. */
async function ended(rest: Rest, what: string, reply: Reply): Promise<void> {
  if (reply.status >= 300) throw new Error(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
  const { status, error } = await rest.finished(reply);
  if (status !== 'Succeeded') throw new Error(`${what}: ${status} ${JSON.stringify(error)}`);
}
