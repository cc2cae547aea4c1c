import { endpoints } from '../../../../sdk/endpoints.ts';
import { ArmError } from '../../../../sdk/errors.ts';
import type { EndpointResource } from '../../../../sdk/wire.ts';
import type { Call } from '../../../call.ts';
import type { Session } from '../../../session.ts';
import { endpointBody, endpointShape } from '../../../shape/endpoint.ts';
import { checked } from '../../../yaml/check.ts';
import { endpointRule } from '../../../yaml/schemas.ts';
import type { EndpointYaml } from '../../../yaml/types.ts';
import { watched } from '../../watch.ts';

type Shape = Record<string, unknown>;
type Change = { readonly name: string; readonly wait?: boolean; readonly edit: (shape: Shape) => Shape };

const attempts = 3;

/**
 * Reads an endpoint, edits what `show` prints of it and writes it back. A change by somebody else in between is not
 * overwritten: the edit is made again on what is there then.
 */
export async function changeEndpoint(
  call: Call,
  session: Session,
  { name, wait = true, edit }: Change,
): Promise<EndpointResource> {
  const api = endpoints(session.client, session.workspace);
  for (let attempt = 1; ; attempt++) {
    const current = await api.get(name);
    const yaml = checked(
      endpointRule,
      edit(endpointShape(current)),
      `The endpoint '${name}'`,
    ) as EndpointYaml;
    const body = endpointBody(yaml, session.workspace);
    try {
      return await watched(call, `Updating endpoint ${name}`, (waiting) =>
        api.put(name, body, { ...waiting, wait, guard: { ifMatch: current.etag } }),
      );
    } catch (error) {
      if (!(error instanceof ArmError) || error.status !== 412 || attempt === attempts) throw error;
    }
  }
}
