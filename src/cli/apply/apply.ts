import { deployments } from '../../sdk/deployments.ts';
import { endpoints } from '../../sdk/endpoints.ts';
import { orMissing } from '../../sdk/errors.ts';
import type { Call } from '../call.ts';
import { openSession, type Session } from '../session.ts';
import { deploymentShape } from '../shape/deployment.ts';
import { endpointBody, endpointShape, withIdleDeployments } from '../shape/endpoint.ts';
import { carryOut } from './carry-out.ts';
import { endpointFacts, liveFacts, wantedFacts } from './facts.ts';
import { type Facts, type Live, planSteps, showPlan, type Wanted } from './plan.ts';
import { readWish, type Wish } from './read.ts';

/** `teal apply -f FILE…`: what runs becomes what the files say. `--dry-run` prints the plan and changes nothing. */
export async function run(call: Call): Promise<unknown> {
  const { args, world, terminal } = call;
  const wish = await readWish(call, args.list('file'), { name: args.text('name') });
  const session = await openSession(call, { local: args.flag('local') });
  const steps = planSteps(await wantedOf(session, wish), await liveOf(session, wish.name));
  if (args.flag('dry-run')) {
    world.stdout.write(showPlan(wish.name, steps));
    return undefined;
  }
  for (const line of showPlan(wish.name, steps).trimEnd().split('\n')) terminal.note(line);
  await carryOut(call, session, { wish, steps });
  return shapeOf(session, wish.name);
}

/** The endpoint with its deployments inside, as the preview of 2021 printed it. */
export async function shapeOf(session: Session, name: string): Promise<unknown> {
  const endpoint = await endpoints(session.client, session.workspace).get(name);
  const own = await deployments(session.client, session.workspace, name).list().all();
  const shape = withIdleDeployments(endpointShape(endpoint), own);
  return { ...shape, swagger_uri: shape.openapi_uri, deployments: own.map(deploymentShape) };
}

export async function wantedOf(session: Session, wish: Wish): Promise<Wanted> {
  const facts = new Map<string, Facts>();
  for (const [name, definition] of wish.deployments)
    facts.set(name, await wantedFacts(session, definition, wish.name));
  return {
    endpoint:
      wish.endpoint && endpointFacts(endpointBody({ ...wish.endpoint, name: wish.name }, session.workspace)),
    traffic: wish.traffic,
    deployments: facts,
    complete: wish.complete,
  };
}

export async function liveOf(session: Session, name: string): Promise<Live> {
  const endpoint = await orMissing(endpoints(session.client, session.workspace).get(name));
  if (endpoint === undefined) return { endpoint: undefined, traffic: {}, deployments: new Map() };
  const facts = new Map<string, Facts>();
  for (const resource of await deployments(session.client, session.workspace, name).list().all()) {
    if (resource.properties.provisioningState === 'Deleting') continue;
    const own = await liveFacts(session, resource);
    // A failed one is not what the files say even when its fields are: applying tries it again.
    const failed = resource.properties.provisioningState === 'Failed';
    facts.set(resource.name, failed ? { ...own, provisioning_state: 'Failed' } : own);
  }
  return { endpoint: endpointFacts(endpoint), traffic: endpoint.properties.traffic, deployments: facts };
}
