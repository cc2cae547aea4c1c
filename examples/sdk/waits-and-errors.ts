/**
 * Holding a long change: look at it, stop waiting, take it up again; and what errors say.
 *
 *   node waits-and-errors.ts [ENDPOINT]
 */
import { ArmError, createTeal, folderOf, ScoringError, WaitTimeoutError } from 'teal-sdk';
import { localTeal } from 'teal-sdk/node';

const [name = 'sdk-waits'] = process.argv.slice(2);
const teal = createTeal(await localTeal());

// A body that is wrong is refused before anything happens; `target` is the field.
try {
  await teal.endpoints.put(name, { properties: { authMode: 'Password' } });
} catch (error) {
  if (!(error instanceof ArmError)) throw error;
  console.log('refused:', error.status, error.code, error.target, error.message);
}

await teal.endpoints.put(name, { properties: {} });
try {
  const code = await teal.codes.upload(
    { name: `${name}-code` },
    folderOf('code', {
      'score.py':
        'import time\n\ndef init():\n    time.sleep(2)\n\ndef run(raw):\n    raise ValueError("not today")\n',
    }),
  );
  const body = {
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
    },
  };

  // `begin…` gives the operation; ending a wait never ends the change.
  const operation = await teal.deployments(name).beginPut('blue', body);
  const abort = new AbortController();
  try {
    await operation.wait({ signal: abort.signal, onProgress: () => abort.abort() });
  } catch (error) {
    console.log('aborted:', error instanceof Error && error.name, (await operation.status()).status);
  }
  try {
    await operation.wait({ timeoutMs: 50 });
  } catch (error) {
    console.log('timed out:', error instanceof WaitTimeoutError);
  }
  // Its address is all that another program needs.
  if (operation.url !== undefined) await teal.operations.attach(operation.url).wait();
  console.log('deployed:', (await teal.deployments(name).get('blue')).properties.provisioningState);

  // A write that was prepared on an old state is refused.
  const { etag } = await teal.endpoints.get(name);
  await teal.endpoints.setTraffic(name, { blue: 100 });
  try {
    await teal.endpoints.update(name, { tags: { team: 'risk' } }, { guard: { ifMatch: etag } });
  } catch (error) {
    console.log('overtaken:', error instanceof ArmError && error.status);
  }

  // A model that fails is told from an endpoint that does.
  try {
    await teal.invoke(name, {});
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    console.log('scoring failed:', error.status, error.modelStatus, error.reason);
  }
  for await (const line of teal.deployments(name).followLogs('blue')) {
    if (!line.includes('not today')) continue;
    console.log('logged:', line.trim());
    break;
  }
} finally {
  await teal.endpoints.remove(name);
}
console.log('done');
