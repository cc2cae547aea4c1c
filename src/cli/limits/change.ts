import { limits } from '../../sdk/limits.ts';
import type { LimitsPatch } from '../../sdk/wire.ts';
import type { Call } from '../call.ts';
import { watched } from '../commands/watch.ts';
import { openSession } from '../session.ts';
import { limitRows } from './shape.ts';

/** Carries out a change of limits, waits for every router, and shows what holds then. */
export async function change(call: Call, patch: LimitsPatch): Promise<unknown> {
  const { args } = call;
  const endpoint = args.text('name')?.toLowerCase();
  const wait = !args.flag('no-wait');
  const { client, workspace } = await openSession(call);
  const whose = endpoint ?? `the workspace ${workspace.name}`;
  const resource = await watched(call, `Changing the limits of ${whose}`, (waiting) =>
    limits(client, workspace).set(patch, { ...waiting, endpoint, wait }),
  );
  return wait ? limitRows(resource) : undefined;
}
