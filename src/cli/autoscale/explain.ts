import type { Call } from '../call.ts';
import { openAutoscale } from './shape.ts';

/** `teal autoscale explain`: newest first. */
export async function run(call: Call): Promise<unknown> {
  const api = await openAutoscale(call);
  const { properties } = await api.get(call.args.need('deployment'), { signal: call.world.signal });
  return properties.decisions.map(({ at, until, verdict, from, to, why }) => ({
    at,
    until,
    verdict,
    from,
    to,
    why,
  }));
}
