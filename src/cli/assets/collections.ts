/** The data assets that say where a data collector's collections lie. */
import { data } from '../../sdk/data.ts';
import { ArmError } from '../../sdk/errors.ts';
import type { Session } from '../session.ts';
import { collectionData } from '../shape/data-collector.ts';
import type { DataCollectorYaml } from '../yaml/types.ts';

/** Registers what is not registered yet, as Azure's command does; a version that is there stays as it is. */
export async function registerCollections(
  { client, workspace }: Session,
  yaml: DataCollectorYaml,
  at: { readonly endpoint: string; readonly deployment: string },
): Promise<void> {
  const api = data(client, workspace);
  for (const [collection, { data: given }] of Object.entries(yaml.collections)) {
    const asset = collectionData(given, { ...at, collection });
    if (asset === undefined) continue;
    const { name, version, dataUri } = asset;
    const known = await api.find({ name, version });
    if (known !== undefined) continue;
    await api
      .put({ name, version }, { properties: { dataType: 'uri_folder', dataUri, isAnonymous: false } })
      .catch((error: unknown) => {
        // Somebody else was faster.
        if (!(error instanceof ArmError && /already exists/i.test(error.message))) throw error;
      });
  }
}
