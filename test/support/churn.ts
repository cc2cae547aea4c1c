/** A Teal with the endpoint `churn` and its deployments `blue` and `green`, looked at from three sides. */
import { must, type Ran, run } from './command.ts';
import { type Json, type Reply, type Rest, restOf } from './rest.ts';
import { script } from './scoring.ts';
import { startTeal, type Teal } from './teal.ts';

export const endpoint = '/onlineEndpoints/churn';

export type Churn = {
  readonly teal: Teal;
  readonly rest: Rest;
  patchTraffic(traffic: object, headers?: Record<string, string>): Promise<Reply>;
  /** The entries' properties, newest first. */
  history(query?: string): Promise<Json[]>;
  newest(): Promise<Json>;
  shares(): Promise<{ readonly traffic: Json; readonly mirrorTraffic: Json }>;
  /** A line of `teal`, however it ends. */
  ran(...words: readonly string[]): Promise<Ran>;
  /** What a line of `teal` that succeeds prints, parsed. */
  said(...words: readonly string[]): Promise<Json>;
};

export async function startChurn(): Promise<Churn> {
  const teal = await startTeal();
  const rest = restOf(teal);
  const { env } = teal;
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue', TOKEN: 'hunter-2' } });
  await rest.deploy('churn', 'green', 'echo', { environmentVariables: { WHO: 'green' } });
  const history: Churn['history'] = async (query = '') =>
    (await rest.call('GET', `${endpoint}/history${query}`)).body.value.map(
      ({ properties }: Json) => properties,
    );
  return {
    teal,
    rest,
    patchTraffic: (traffic, headers) => rest.call('PATCH', endpoint, { properties: { traffic } }, headers),
    history,
    newest: async () => (await history('?$top=1'))[0],
    shares: async () => {
      const { traffic, mirrorTraffic } = (await rest.call('GET', endpoint)).body.properties;
      return { traffic, mirrorTraffic };
    },
    ran: (...words) => run('teal', words, { env }),
    said: async (...words) => JSON.parse(await must('teal', words, { env })),
  };
}
