import type { Call } from '../call.ts';
import { governingShape, openAutoscale } from './shape.ts';

/** `teal autoscale show`. */
export async function run(call: Call): Promise<unknown> {
  const api = await openAutoscale(call);
  return governingShape(await api.get(call.args.need('deployment'), { signal: call.world.signal }));
}
