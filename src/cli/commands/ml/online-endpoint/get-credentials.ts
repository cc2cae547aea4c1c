import { endpoints } from '../../../../sdk/endpoints.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { credentialsOf } from './credentials.ts';

/** `az ml online-endpoint get-credentials`: keys or a token, whichever the endpoint uses. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call);
  const resource = await endpoints(session.client, session.workspace).get(
    call.args.need('name').toLowerCase(),
  );
  return credentialsOf(session, resource);
}
