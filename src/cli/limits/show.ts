import { limits } from '../../sdk/limits.ts';
import type { Call } from '../call.ts';
import { openSession } from '../session.ts';
import { limitRows } from './shape.ts';

/** `teal limits`: exit 3 when there is no such endpoint. */
export async function run(call: Call): Promise<unknown> {
  const { client, workspace } = await openSession(call);
  const endpoint = call.args.text('name')?.toLowerCase();
  return limitRows(await limits(client, workspace).get({ endpoint, signal: call.world.signal }));
}
