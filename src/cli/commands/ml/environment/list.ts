import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { assetNameOf, versionOf } from '../../../shape/asset.ts';
import { limited, viewAsked } from '../asset.ts';
import { environmentsAsked } from './source.ts';

/** `az ml environment list`: names with their newest version, or the versions of one. */
export async function run(call: Call): Promise<unknown> {
  const view = viewAsked(call);
  const session = await openSession(call);
  const api = environmentsAsked(call, session);
  const name = call.args.text('name');
  if (name === undefined) {
    return limited(call, await api.containers(view).all()).map((container) => ({
      'latest version': container.properties.latestVersion ?? null,
      name: container.name,
    }));
  }
  return limited(call, await api.versions(name, view).all()).map(({ id }) => ({
    name: assetNameOf(id),
    version: versionOf(id),
  }));
}
