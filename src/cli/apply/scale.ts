import { deployments } from '../../sdk/deployments.ts';
import type { Call } from '../call.ts';
import { watched } from '../commands/watch.ts';
import { usage } from '../failure.ts';
import type { Session } from '../session.ts';

/** Changes the number of instances and nothing else; a change by somebody else in between makes it fail. */
export async function scaleDeployment(
  call: Call,
  session: Session,
  {
    endpoint,
    name,
    count,
  }: { readonly endpoint: string; readonly name: string | undefined; readonly count: number },
): Promise<void> {
  if (name === undefined)
    throw usage('the following arguments are required: --deployment/-d (beside --instance-count)');
  const api = deployments(session.client, session.workspace, endpoint);
  const current = await api.get(name.toLowerCase());
  const body = { ...current, sku: { ...current.sku, capacity: count } };
  await watched(call, `Scaling deployment ${name}`, (waiting) =>
    // what a GET shows may come back as it is
    api.put(current.name, body as unknown as Parameters<typeof api.put>[1], {
      ...waiting,
      guard: { ifMatch: current.etag },
    }),
  );
}
