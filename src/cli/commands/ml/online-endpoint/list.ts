import { endpoints } from '../../../../sdk/endpoints.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { endpointRow } from '../../../shape/endpoint.ts';

/** `az ml online-endpoint list`: reduced rows. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call, { local: call.args.flag('local') });
  return (await endpoints(session.client, session.workspace).list().all()).map(endpointRow);
}
