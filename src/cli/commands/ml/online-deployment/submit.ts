import type { Guard } from '../../../../sdk/change.ts';
import { deployments } from '../../../../sdk/deployments.ts';
import { ArmError } from '../../../../sdk/errors.ts';
import type { DeploymentResource } from '../../../../sdk/wire.ts';
import { registerCollections } from '../../../assets/collections.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { armText } from '../../../report.ts';
import type { Session } from '../../../session.ts';
import { deploymentBody } from '../../../shape/deployment-body.ts';
import { watched } from '../../watch.ts';
import { type Definition, registerAssets } from './definition.ts';

export type Submission = {
  readonly verb: 'Creating' | 'Updating';
  readonly name: string;
  readonly endpoint: string;
  readonly wait: boolean;
  readonly guard?: Guard;
};

/** Uploads what is local, writes the deployment and waits for it. A failed one ends with exit 1 and the way to its log. */
export async function submit(
  call: Call,
  session: Session,
  { definition, ...to }: Submission & { readonly definition: Definition },
): Promise<DeploymentResource> {
  const { name, endpoint, wait, guard, verb } = to;
  if (definition.yaml.data_collector !== undefined) {
    await registerCollections(session, definition.yaml.data_collector, { endpoint, deployment: name });
  }
  const assets = await registerAssets(call, session, definition);
  const body = deploymentBody(definition.yaml, assets, { workspace: session.workspace, endpoint, name });
  const api = deployments(session.client, session.workspace, endpoint);
  return watched(call, `${verb} deployment ${name}`, (waiting) =>
    api.put(name, body, { ...waiting, wait, ...(guard === undefined ? {} : { guard }) }),
  ).catch((error: unknown) => {
    if (!(error instanceof ArmError) || error.status !== 200) throw error;
    const local = call.args.flag('local') ? ' --local' : '';
    throw new Failure(armText(error), 1, [
      `See what it said with: ${call.program.name} ml online-deployment get-logs -n ${name} -e ${endpoint}${local}`,
    ]);
  });
}
