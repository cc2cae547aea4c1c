/** What history says of a change of who decides how many instances a deployment has. */
import type { AutoscaleSetting, OwnPolicy } from '../../domain/autoscale/ports.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { canonical, type Json } from '../../domain/history.ts';
import type { Rows } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import { type Caller, endpointIdOf, recordOf } from './record.ts';

type Work = { readonly parts: Parts; readonly rows: Rows; readonly caller: Caller };

/** Null is none. What is written again as it was leaves no record. */
export type Replaced<T> = { readonly before: T | null; readonly after: T | null };

/** In the history of the endpoint whose deployment it scales; when that is another one than before, of both. */
export async function recordSetting(
  work: Work,
  { before, after }: Replaced<AutoscaleSetting>,
): Promise<void> {
  const sets = [before, after].filter((setting) => setting !== null);
  const targets = new Map(sets.map(({ target }) => [target.id.toLowerCase(), target]));
  const picture = (setting: AutoscaleSetting | null) =>
    setting && work.parts.pictures.autoscaleSetting(setting);
  for (const target of targets.values()) {
    // A setting outlives its deployment and its endpoint.
    const uid = (await work.rows.endpoints.find(target.endpoint))?.uid ?? '';
    const place = { id: endpointIdOf(target.id), uid, deployment: target.deployment };
    await append(work, place, { before: picture(before), after: picture(after) });
  }
}

export type OwnChange = Replaced<OwnPolicy> & {
  readonly endpoint: Pick<Endpoint, 'uid'>;
  readonly deployment: string;
};

export async function recordOwn(work: Work, change: OwnChange): Promise<void> {
  const { endpoint, deployment, before, after } = change;
  const picture = (policy: OwnPolicy | null) => policy && work.parts.pictures.ownAutoscale(policy);
  const place = { id: endpointIdOf(work.caller.objectId), uid: endpoint.uid, deployment };
  await append(work, place, { before: picture(before), after: picture(after) });
}

type Place = { readonly id: string; readonly uid: string; readonly deployment: string };

async function append({ parts, rows, caller }: Work, place: Place, told: Replaced<Json>): Promise<void> {
  if (canonical(told.before) === canonical(told.after)) return;
  const { id, uid, deployment } = place;
  const at = parts.clock.now();
  const whole = { ...told, verb: 'autoscale', at, operationId: null, endpoint: { uid }, deployment } as const;
  await rows.history.append({ ...recordOf(caller, whole), endpoint: { id, uid } });
}
