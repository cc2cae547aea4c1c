import { deployments } from '../../../../sdk/deployments.ts';
import { ArmError } from '../../../../sdk/errors.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { armText } from '../../../report.ts';
import { openSession } from '../../../session.ts';
import { deploymentShape, localDeploymentShape } from '../../../shape/deployment.ts';

/** `az ml online-deployment show`. A missing one ends with exit 1, not 3: that is how `az` does it. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const [name, endpoint] = [args.need('name').toLowerCase(), args.need('endpoint-name').toLowerCase()];
  const local = args.flag('local');
  const session = await openSession(call, { local });
  const resource = await deployments(session.client, session.workspace, endpoint)
    .get(name)
    .catch((error: unknown) => {
      if (!(error instanceof ArmError) || error.status !== 404) throw error;
      throw new Failure(`Met error <class 'ValueError'>: ${armText(error)}`);
    });
  return local ? localDeploymentShape(resource) : deploymentShape(resource);
}
