/** Which instance of a deployment takes the next request. */
import type { TableDeployment } from '../table/table.ts';
import { type Instance, isSpared } from './instance.ts';

type Choices = {
  readonly instances: readonly Instance[];
  readonly settings: Pick<TableDeployment, 'maxConcurrentPerInstance'>;
  /** Where the round robin goes on. */
  cursor: number;
};

/**
 * The instance with the fewest requests in flight, round robin among equals; one that is spared because it is new only
 * when no other is free; one whose connection just failed only when there is no other, not even a busy one.
 */
export function freest(lane: Choices, avoid: Instance | undefined): Instance | undefined {
  const instances = lane.instances;
  const count = instances.length;
  const most = lane.settings.maxConcurrentPerInstance;
  let best: Instance | undefined;
  let bestLoad = 0;
  let bestAt = 0;
  let othersWork = false;
  for (let step = 0; step < count; step += 1) {
    const at = (lane.cursor + step) % count;
    const instance = instances[at];
    if (instance === undefined || instance === avoid) continue;
    if (instance.outstanding >= most) {
      othersWork = true;
      continue;
    }
    const load = instance.outstanding + extraLoad(instance);
    if (best !== undefined && load >= bestLoad) continue;
    best = instance;
    bestLoad = load;
    bestAt = at;
  }
  if (bestLoad >= RESTS && othersWork) return undefined;
  if (best !== undefined) lane.cursor = (bestAt + 1) % count;
  return best;
}

/** More than any instance has in flight: one that rests would look idle for ever, and one that is new too idle. */
const RESTS = 1e9;
const SPARED = 1e6;

function extraLoad(instance: Instance): number {
  if (instance.restUntil > 0) {
    if (performance.now() < instance.restUntil) return RESTS;
    instance.restUntil = 0;
  }
  return instance.warmAt > 0 && isSpared(instance) ? SPARED : 0;
}
