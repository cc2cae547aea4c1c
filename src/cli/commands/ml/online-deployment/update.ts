import { deployments } from '../../../../sdk/deployments.ts';
import { ArmError } from '../../../../sdk/errors.ts';
import type { DeploymentResource } from '../../../../sdk/wire.ts';
import type { Call } from '../../../call.ts';
import { openSession, type Session } from '../../../session.ts';
import { deploymentShape, localDeploymentShape } from '../../../shape/deployment.ts';
import { loadYaml } from '../../../yaml/load.ts';
import { edited, followHint, refuseNoWaitLocally } from '../../operations.ts';
import { checkDefinition, checkFiles } from './definition.ts';
import { identityOf } from './identity.ts';
import { submit } from './submit.ts';

const attempts = 3;

/**
 * `az ml online-deployment update`. Without a file the deployment as `show` prints it is edited; with one the file is
 * the new definition, after `--set` (also of nested keys, where `az` itself fails).
 */
export async function run(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const { args } = call;
  const local = args.flag('local');
  const source = await fromFile(call);
  const { name, endpoint } = identityOf(source?.raw ?? named(call));
  const session = await openSession(call, { local });
  const wait = !args.flag('no-wait');
  const resource =
    source === undefined
      ? await editInPlace(call, session, { name, endpoint, wait })
      : await replace(call, session, { ...source, name, endpoint, wait });
  if (wait) return local ? localDeploymentShape(resource) : deploymentShape(resource);
  followHint(call, `ml online-deployment show -n ${name} -e ${endpoint}`);
  return undefined;
}

type Which = { readonly name: string; readonly endpoint: string; readonly wait: boolean };
type Source = { readonly raw: Record<string, unknown>; readonly folder: string; readonly what: string };

async function fromFile(call: Call): Promise<Source | undefined> {
  const path = call.args.text('file');
  if (path === undefined) return undefined;
  const { yaml, folder } = await loadYaml(path, call.world.cwd);
  return { raw: { ...edited(call, yaml), ...named(call) }, folder, what: path };
}

function named({ args }: Call): Record<string, unknown> {
  const name = args.text('name');
  const endpoint = args.text('endpoint-name');
  return {
    ...(name === undefined ? {} : { name }),
    ...(endpoint === undefined ? {} : { endpoint_name: endpoint }),
  };
}

async function replace(call: Call, session: Session, to: Which & Source): Promise<DeploymentResource> {
  const { name, endpoint, wait, raw, folder, what } = to;
  const definition = { yaml: checkDefinition(call, raw, what), folder };
  await checkFiles(call, definition);
  await deployments(session.client, session.workspace, endpoint).get(name);
  return submit(call, session, { definition, verb: 'Updating', name, endpoint, wait });
}

/** A change by somebody else between reading and writing is not overwritten: the edit is made again. */
async function editInPlace(call: Call, session: Session, to: Which): Promise<DeploymentResource> {
  const { name, endpoint, wait } = to;
  for (let attempt = 1; ; attempt++) {
    const current = await deployments(session.client, session.workspace, endpoint).get(name);
    const raw = edited(call, deploymentShape(current));
    const definition = {
      yaml: checkDefinition(call, raw, `The deployment '${name}'`),
      folder: call.world.cwd,
    };
    await checkFiles(call, definition);
    const guard = { ifMatch: current.etag };
    try {
      return await submit(call, session, { definition, verb: 'Updating', name, endpoint, wait, guard });
    } catch (error) {
      if (!(error instanceof ArmError) || error.status !== 412 || attempt === attempts) throw error;
    }
  }
}
