/** What instances run on, by TEAL_COMPUTE. */
import { expect, test } from 'vitest';
import { folderOf } from '../../src/sdk/files.ts';
import { createTeal } from '../../src/sdk/teal.ts';
import { discover } from '../../src/sdk/workspaces.ts';
import { startTeal } from '../support/teal.ts';

test('fake plays instances: the router reaches them, and no model is loaded', async () => {
  const teal = await startTeal([], undefined, { TEAL_COMPUTE: 'fake' });
  try {
    const connection = { url: teal.server.url, token: teal.token };
    const [workspace] = await discover(connection);
    if (workspace === undefined) throw new Error('no workspace');
    const sdk = createTeal({ ...connection, workspace });
    const code = await sdk.codes.upload(
      { name: 'code' },
      folderOf('code', { 'score.py': 'not Python at all' }),
    );
    await sdk.endpoints.put('churn', { properties: { authMode: 'Key' } });
    const codeConfiguration = { codeId: code.id, scoringScript: 'score.py' };
    await sdk.deployments('churn').put('blue', { properties: { instanceType: 'local', codeConfiguration } });
    await sdk.endpoints.setTraffic('churn', { blue: 100 });
    expect(await sdk.invoke('churn', { rows: [1] })).toMatchObject({
      endpoint: 'churn',
      deployment: 'blue',
      input: { rows: [1] },
    });
  } finally {
    await teal.close();
  }
});

test('any other word ends the start, and says which ones there are', async () => {
  await expect(startTeal([], undefined, { TEAL_COMPUTE: 'cloud' })).rejects.toThrow(
    "TEAL_COMPUTE is 'cloud'; it must be process or fake.",
  );
});
