import { parseAsset } from '../../arm/ids.ts';
import { resolveAsset } from '../../control/commands/resolve-asset.ts';
import {
  type CollectionSpec,
  type CollectorSpec,
  checkCollectionPath,
  collectionAsset,
  collectionPath,
  type WantedCollection,
  wantedCollector,
} from '../../domain/data-collector.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Http } from '../answer.ts';
import { blobstore, datastore, parseBlobUri } from '../blobs/address.ts';

type Place = { readonly workspace: Workspace; readonly endpoint: string; readonly deployment: string };

/**
 * What instances are to collect and where to; null when nothing. Throws bad-argument for a rule that is broken, and for
 * a data asset that is not here or lies elsewhere than in the default datastore.
 */
export async function resolveCollector(
  http: Http,
  place: Place,
  dataCollector: unknown,
): Promise<CollectorSpec | null> {
  const wanted = wantedCollector(dataCollector);
  if (wanted === null) return null;
  const collections: Record<string, CollectionSpec> = {};
  for (const collection of wanted.collections) {
    const path = await pathOf(http, place, collection);
    checkCollectionPath(collection.name, path);
    collections[collection.name] = { samplingRate: collection.samplingRate, path };
  }
  return { rollingRate: wanted.rollingRate, captureHeaders: wanted.captureHeaders, collections };
}

async function pathOf(http: Http, place: Place, { name, dataId }: WantedCollection): Promise<string> {
  const standard = collectionPath(place.endpoint, place.deployment, name);
  if (dataId === null) return standard;
  const target = `data_collector.collections.${name}.data`;
  const reference = parseAsset('data', dataId);
  if (reference === undefined || reference.kind === 'registry') {
    throw new DomainError('bad-argument', `${target} is '${dataId}'; allowed is the id of a data asset.`, {
      target,
    });
  }
  const found = await resolveAsset(http.parts.store, place.workspace.uid, 'data', reference).catch(
    (cause: unknown) => {
      // Recorded before data assets mattered: their usual name says where they would point.
      const usual = collectionAsset(place.endpoint, place.deployment, name);
      if (reference.name.toLowerCase() === usual.toLowerCase()) return undefined;
      throw cause;
    },
  );
  if (found?.spec.kind !== 'data') return standard;
  const address = parseBlobUri(found.spec.uri);
  if (address?.container === blobstore) return address.path;
  throw new DomainError(
    'bad-argument',
    `${target} lies at '${found.spec.uri}'; data is collected below azureml://datastores/${datastore}/paths/ only.`,
    { target },
  );
}
