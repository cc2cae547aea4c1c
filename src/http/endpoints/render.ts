import { renderEndpoint } from '../../arm/endpoint.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Ask, Http } from '../answer.ts';
import { operationUri } from '../lro.ts';

/** An endpoint's answer, with its addresses and the operation of its newest change. */
export function shownEndpoint(http: Http, ask: Ask, workspace: Workspace, endpoint: Endpoint) {
  return renderEndpoint(endpoint, {
    workspace,
    scoringBase: `${http.scoringUrl}/api/v1/endpoint/${endpoint.name}`,
    operationUri: operationUri(http, ask, workspace.location, `oe:${endpoint.uid}:${endpoint.generation}`),
  });
}
