import { deployments } from '../../../../sdk/deployments.ts';
import { endpoints } from '../../../../sdk/endpoints.ts';
import { orMissing } from '../../../../sdk/errors.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { openSession, type Session } from '../../../session.ts';
import { deploymentShape, localDeploymentShape } from '../../../shape/deployment.ts';
import { applySettings } from '../../../update/create-set.ts';
import { loadYaml } from '../../../yaml/load.ts';
import { followHint, refuseNoWaitLocally } from '../../operations.ts';
import { checkDefinition, checkFiles } from './definition.ts';
import { identityOf } from './identity.ts';
import { submit } from './submit.ts';
import { giveAllTraffic, replaceOthers } from './traffic.ts';

/** `az ml online-deployment create`: checks the file, uploads what it names, creates the deployment, moves traffic. */
export async function run(call: Call): Promise<unknown> {
  const { args, terminal, world } = call;
  refuseNoWaitLocally(call);
  const path = args.need('file');
  const { yaml, folder } = await loadYaml(path, world.cwd);
  const settled = applySettings(yaml, args.list('set'));
  const flags = { name: args.text('name'), endpoint_name: args.text('endpoint-name') };
  for (const [key, value] of Object.entries(flags)) if (value !== undefined) settled[key] = value;
  const checkedYaml = checkDefinition(call, settled, path);
  const { name, endpoint } = identityOf(checkedYaml);
  const definition = { yaml: checkedYaml, folder };
  await checkFiles(call, definition);

  const local = args.flag('local');
  const wait = !args.flag('no-wait');
  const session = await openSession(call, { local });
  warnOfTraffic(call, endpoint, wait);
  terminal.note(`Check: endpoint ${endpoint} exists`);
  await endpoints(session.client, session.workspace).get(endpoint);
  if (!local) await refuseExisting(call, session, { name, endpoint });
  const resource = await submit(call, session, {
    definition,
    verb: 'Creating',
    name,
    endpoint,
    wait,
    ...(local ? {} : { guard: { ifNone: '*' } as const }),
  });
  if (!wait) {
    followHint(call, `ml online-deployment show -n ${name} -e ${endpoint}`);
    return undefined;
  }
  if (local || args.flag('all-traffic')) await giveAllTraffic(call, session, { name, endpoint });
  if (local) await replaceOthers(call, session, { name, endpoint });
  return local ? localDeploymentShape(resource) : deploymentShape(resource);
}

function warnOfTraffic({ args, terminal }: Call, endpoint: string, wait: boolean): void {
  if (!args.flag('all-traffic')) return;
  terminal.warn(
    wait
      ? `All traffic of the endpoint '${endpoint}' will go to this deployment as soon as it is ready.`
      : '--all-traffic is ignored with --no-wait: traffic moves only to a deployment that is ready.',
  );
}

async function refuseExisting(
  { program }: Call,
  session: Session,
  { name, endpoint }: { readonly name: string; readonly endpoint: string },
): Promise<void> {
  const found = await orMissing(deployments(session.client, session.workspace, endpoint).get(name));
  if (found === undefined) return;
  throw new Failure(`(UserError) The deployment '${name}' of the endpoint '${endpoint}' already exists.`, 1, [
    `Change it with: ${program.name} ml online-deployment update`,
  ]);
}
