/** A Teal with an endpoint `scaled`, whose deployment `blue` runs one instance of the echo script. */
import { createTeal, type Teal as Sdk } from '../../src/sdk/teal.ts';
import { type Json, type Rest, restOf } from './rest.ts';
import { freshScorer, type Score, script } from './scoring.ts';
import { startTeal, type Teal, until } from './teal.ts';

export const endpoint = 'scaled';
export const blue = `/onlineEndpoints/${endpoint}/deployments/blue`;

export type Scaled = {
  readonly teal: Teal;
  readonly rest: Rest;
  readonly sdk: Sdk;
  readonly score: Score;
  /** ARM id of the deployment. */
  readonly target: string;
  /** Path of the resource group. */
  readonly group: string;
  /** Waits until the deployment has so many instances and rests. */
  settled(instances: number): Promise<unknown>;
};

/** `variables` are what Teal finds in its environment besides. */
export async function startScaled(variables: NodeJS.ProcessEnv = {}): Promise<Scaled> {
  const teal = await startTeal(['--router-workers', '2'], undefined, variables);
  const rest = restOf(teal);
  const { subscription = '', resourceGroup = '', workspace = '' } = teal.server;
  const key = { subscription, resourceGroup, name: workspace };
  const made = { location: 'local', properties: { authMode: 'Key' } };
  await rest.call('PUT', `/onlineEndpoints/${endpoint}`, made);
  await rest.register('codes', 'echo', script('echo'));
  await rest.deploy(endpoint, 'blue', 'echo');
  const { body } = await rest.call('GET', `/onlineEndpoints/${endpoint}`);
  body.properties.traffic = { blue: 100 };
  await rest.call('PUT', `/onlineEndpoints/${endpoint}`, body);
  return {
    teal,
    rest,
    sdk: createTeal({ url: teal.server.url, token: teal.token, workspace: key }),
    score: await freshScorer(rest, endpoint),
    target: `${rest.workspace}${blue}`,
    group: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`,
    settled: (instances) =>
      until<[number, string]>(
        `${instances} instances`,
        async () => {
          const { body }: { body: Json } = await rest.call('GET', blue);
          return [body.sku.capacity, body.properties.provisioningState];
        },
        ([capacity, state]) => capacity === instances && state === 'Succeeded',
        110_000,
      ),
  };
}
