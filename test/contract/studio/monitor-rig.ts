/** Real requests to the deployments of an endpoint, and what the tables of its Monitor tab say of them. */
import type { Page } from 'playwright-core';
import type { Teal as Sdk } from '../../../src/sdk/teal.ts';
import { codeIn, playedBy } from './endpoint-rig.ts';

/** `blue` 75 %, `green` 25 %, and `red`, which is mirrored to and answers everything with 503. */
export async function monitoredIn(sdk: Sdk, name = 'churn'): Promise<void> {
  const code = await codeIn(sdk);
  await sdk.endpoints.put(name, { properties: { authMode: 'Key' } });
  const variables = { blue: {}, green: { FAKE_SCORE_MS: '20' }, red: { FAKE_STATUS: '503' } };
  for (const [deployment, more] of Object.entries(variables)) {
    await sdk.deployments(name).put(deployment, playedBy(code, more));
  }
  await sdk.endpoints.setTraffic(name, { blue: 75, green: 25 });
}

export type Sent = {
  readonly deployments: ReadonlyMap<string, number>;
  readonly statuses: readonly number[];
};

/** Sends so many requests to the scoring URI, one after the other, and says who answered. */
export async function sendTo(
  sdk: Sdk,
  {
    count,
    deployment,
    name = 'churn',
  }: { readonly count: number; readonly deployment?: string; readonly name?: string },
): Promise<Sent> {
  const { properties } = await sdk.endpoints.get(name);
  const { primaryKey } = await sdk.endpoints.keys(name);
  const deployments = new Map<string, number>();
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) {
    const answer = await fetch(properties.scoringUri, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${primaryKey}`,
        'content-type': 'application/json',
        ...(deployment === undefined ? {} : { 'azureml-model-deployment': deployment }),
      },
      body: '{}',
    });
    await answer.arrayBuffer();
    const by = answer.headers.get('azureml-model-deployment') ?? '';
    deployments.set(by, (deployments.get(by) ?? 0) + 1);
    statuses.push(answer.status);
  }
  return { deployments, statuses };
}

/** The text of a table's row, cell by cell without its head; undefined while it is not there. */
export async function rowOf(page: Page, table: string, head: string): Promise<readonly string[]> {
  const row = page
    .getByRole('table', { name: table, exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: head, exact: true }) });
  return row.getByRole('cell').allTextContents();
}
