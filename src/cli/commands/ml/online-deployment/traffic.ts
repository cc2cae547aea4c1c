import { deployments } from '../../../../sdk/deployments.ts';
import { ArmError } from '../../../../sdk/errors.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { armText } from '../../../report.ts';
import type { Session } from '../../../session.ts';
import { changeEndpoint } from '../online-endpoint/change.ts';

type Which = { readonly name: string; readonly endpoint: string };

/** Moves 100 % of the endpoint's live traffic to one deployment, and its mirror away from it. */
export async function giveAllTraffic(call: Call, session: Session, { name, endpoint }: Which): Promise<void> {
  try {
    await changeEndpoint(call, session, {
      name: endpoint,
      edit: (shape) => ({
        ...shape,
        traffic: { [name]: 100 },
        mirror_traffic: Object.fromEntries(
          Object.entries(Object(shape.mirror_traffic)).filter(([mirrored]) => mirrored !== name),
        ),
      }),
    });
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    throw new Failure(
      `The deployment '${name}' is ready, but traffic was not moved to it: ${armText(error)}`,
    );
  }
}

/** A local endpoint has one deployment: the others go. */
export async function replaceOthers(call: Call, session: Session, { name, endpoint }: Which): Promise<void> {
  const api = deployments(session.client, session.workspace, endpoint);
  const others = (await api.list().all()).filter((one) => one.name !== name);
  await Promise.all(others.map((one) => api.remove(one.name, { signal: call.world.signal })));
}
