import type { Parts } from '../control/parts.ts';
import type { RunningInstance } from '../domain/ports.ts';

const graceMs = 10_000;

/** The whole Teal goes down: what runs is drained and forgotten; the next start finds it wanted and starts it afresh. */
export async function stopInstances(parts: Parts): Promise<void> {
  const { driver, journal, store } = parts;
  const running = await driver.list();
  await Promise.all(
    running.map(async (instance) => {
      if (instance.alive) await tellEnd(parts, instance);
      await driver.stop(instance.id, graceMs);
      await journal.finish(instance.id);
      await driver.forget(instance.id);
    }),
  );
  await store.change(async (rows) => {
    for (const { id } of await rows.instances.list()) await rows.instances.remove(id);
  });
}

async function tellEnd({ store, journal }: Parts, { id, deploymentUid }: RunningInstance): Promise<void> {
  const deployment = await store.rows.deployments.get(deploymentUid);
  const endpoint = deployment && (await store.rows.endpoints.get(deployment.endpointUid));
  if (endpoint === undefined) return;
  journal.event({
    workspaceUid: endpoint.workspaceUid,
    endpoint: endpoint.name,
    deployment: deployment?.name ?? '',
    instance: id,
    name: 'Killing',
    message: 'It is told to end: Teal goes down.',
  });
}
