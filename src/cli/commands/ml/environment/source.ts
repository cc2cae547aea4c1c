import { environments } from '../../../../sdk/environments.ts';
import { registryEnvironments } from '../../../../sdk/registry.ts';
import type { Call } from '../../../call.ts';
import type { Session } from '../../../session.ts';

/** Where a command looks: the registry of `--registry-name`, else the workspace. */
export function environmentsAsked({ args }: Pick<Call, 'args'>, { client, workspace }: Session) {
  const registry = args.text('registry-name');
  return registry === undefined
    ? environments(client, workspace)
    : registryEnvironments(client, workspace, registry);
}
