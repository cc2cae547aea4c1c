import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { modelShape } from '../../../shape/asset.ts';
import { versionAsked } from '../asset.ts';

/** `az ml model show`. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call);
  return modelShape(await versionAsked(call, models(session.client, session.workspace)));
}
