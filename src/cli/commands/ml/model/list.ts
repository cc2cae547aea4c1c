import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { modelContainerRow, modelVersionRow } from '../../../shape/asset.ts';
import { refuseRegistry } from '../../operations.ts';
import { limited, viewAsked } from '../asset.ts';

/** `az ml model list`: containers, or with a name its versions, newest first. */
export async function run(call: Call): Promise<unknown> {
  refuseRegistry(call);
  const { args } = call;
  const view = viewAsked(call);
  const session = await openSession(call);
  const api = models(session.client, session.workspace);
  const name = args.text('name');
  if (name === undefined) {
    const containers = await api.containers(view);
    return limited(call, containers).map(modelContainerRow);
  }
  const stage = args.text('stage');
  const versions = await api.versions(name, view);
  return limited(
    call,
    versions.filter(({ properties }) => stage === undefined || properties.stage === stage),
  ).map(modelVersionRow);
}
