import type { Call } from '../call.ts';
import { governingShape, openAutoscale } from './shape.ts';

/** `teal autoscale off`. */
export async function run(call: Call): Promise<unknown> {
  const api = await openAutoscale(call);
  return governingShape(await api.off(call.args.need('deployment'), { signal: call.world.signal }));
}
