/** An endpoint with deployments that cost nothing, for the tests of its page. */
import type { Page } from 'playwright-core';
import { folderOf } from '../../../src/sdk/files.ts';
import type { Teal as Sdk } from '../../../src/sdk/teal.ts';
import type { DeploymentBody } from '../../../src/sdk/wire.ts';

/** Uploads a scoring script that the played instances never read; its id. */
export async function codeIn(sdk: Sdk): Promise<string> {
  const { id } = await sdk.codes.upload(
    { name: 'code' },
    folderOf('code', { 'score.py': 'def run(raw): ...' }),
  );
  return id;
}

export function playedBy(codeId: string, variables: Readonly<Record<string, string>> = {}): DeploymentBody {
  return {
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId, scoringScript: 'score.py' },
      environmentVariables: variables,
    },
  };
}

/** `churn` with `blue` at 100 % and `green` at none. */
export async function churnIn(sdk: Sdk, name = 'churn'): Promise<string> {
  const code = await codeIn(sdk);
  await sdk.endpoints.put(name, { properties: { authMode: 'Key' } });
  for (const deployment of ['blue', 'green']) await sdk.deployments(name).put(deployment, playedBy(code));
  await sdk.endpoints.setTraffic(name, { blue: 100 });
  return code;
}

/** Opens the dialog from the head of the page. */
export async function openTraffic(page: Page) {
  await page.getByRole('button', { name: 'Update traffic' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const live = (name: string) => dialog.getByLabel(`Percent of live traffic for ${name}`);
  return { dialog, live, apply: dialog.getByRole('button', { name: 'Apply' }) };
}
