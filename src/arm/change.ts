import type { Change } from '../domain/change.ts';
import type { WorkspaceKey } from '../domain/workspace.ts';
import { deploymentId, endpointId } from './ids.ts';
import { renderOperation } from './operation.ts';

/** A change as the stream of events says it: where to look, in words and as an ARM id where there is one. */
export function renderChange(workspace: WorkspaceKey, change: Change) {
  switch (change.kind) {
    case 'endpoint': {
      const { endpoint, state } = change;
      return { id: endpointId(workspace, endpoint), endpoint, state };
    }
    case 'deployment': {
      const { endpoint, deployment, state } = change;
      return { id: deploymentId(workspace, endpoint, deployment), endpoint, deployment, state };
    }
    case 'operation':
      return operationChange(change.operation);
    case 'asset': {
      const { asset, name, version } = change;
      return { kind: asset, name, version };
    }
    case 'environment': {
      const { key, state } = change;
      return { key, state };
    }
    case 'table': {
      const { version, endpoints } = change;
      return { version, endpoints };
    }
    default:
      return change satisfies never;
  }
}

type Operation = Extract<Change, { readonly kind: 'operation' }>['operation'];

function operationChange(operation: Operation) {
  const { name, status } = renderOperation(operation, null);
  return { name, status, verb: operation.verb, resourceId: operation.objectId };
}
