import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { versionAsked } from '../asset.ts';
import { shown } from './shape.ts';
import { environmentsAsked } from './source.ts';

/** `az ml environment show`. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call);
  return shown(await versionAsked(call, environmentsAsked(call, session)));
}
