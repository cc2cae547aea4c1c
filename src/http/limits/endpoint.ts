import { endpointId } from '../../arm/ids.ts';
import { limitsChange, renderLimits } from '../../arm/limits.ts';
import { layersOf } from '../../control/commands/check-room.ts';
import { limitEndpoint } from '../../control/commands/set-limits.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, header, tagged } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { settledChange } from '../endpoints/put.ts';
import { endpointOf } from '../scope.ts';
import { usageOf } from './usage.ts';

/** GET onlineEndpoints/{name}/limits: default, configured, effective and current, by limit. */
export async function getLimits(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  return tagged(200, await shown(http, workspace, endpoint));
}

/**
 * PATCH onlineEndpoints/{name}/limits: what the body does not name stays. Done when it answers without an operation to
 * poll: then every router goes by it. `If-Match` is the endpoint's ETag.
 */
export async function patchLimits(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const change = await limitEndpoint(http.parts, {
    ...callerOf(ask, endpointId(workspace, endpoint.name)),
    uid: endpoint.uid,
    change: limitsChange(ask.body),
    condition: { ifMatch: header(ask, 'if-match') },
  });
  const { fresh, headers } = await settledChange(http, ask, workspace, change);
  return tagged(200, await shown(http, workspace, fresh), headers);
}

async function shown(http: Http, workspace: Workspace, endpoint: Endpoint) {
  const [layers, usage] = await Promise.all([
    layersOf(http.parts.store.rows, endpoint),
    usageOf(http, endpoint),
  ]);
  const id = endpointId(workspace, endpoint.name);
  return renderLimits(id, 'endpoint', { layers, usage, etag: `"${endpoint.generation}"` });
}
