import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { modelContainerRow, modelVersionRow } from '../../../shape/asset.ts';
import { limited, viewAsked } from '../asset.ts';

/** `az ml model list`: containers, or with a name its versions, newest first; in a stage, or in any. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const view = viewAsked(call);
  const session = await openSession(call);
  const api = models(session.client, session.workspace);
  const stage = args.text('stage');
  const inStage = async (of: string) =>
    (await api.versions(of, view).all()).filter(
      ({ properties }) => stage === undefined || properties.stage === stage,
    );
  const name = args.text('name');
  if (name === undefined) {
    const containers = await api.containers(view).all();
    const staged = await Promise.all(
      containers.map(async (one) => stage === undefined || (await inStage(one.name)).length > 0),
    );
    return limited(
      call,
      containers.filter((_, at) => staged[at]),
    ).map(modelContainerRow);
  }
  return limited(call, await inStage(name)).map(modelVersionRow);
}
