import { join } from 'node:path';
import type { InstanceOrder } from '../../domain/ports.ts';

/** The `collector` of the worker's configuration: folders on this disk, and the addresses clients know them by. */
export function collectorOf(collector: InstanceOrder['collector'], datastore: string) {
  if (collector === null) return null;
  const collections = Object.entries(collector.collections).map(([name, { samplingRate, path }]) => [
    name,
    {
      rate: samplingRate,
      folder: join(datastore, ...path.split('/')),
      uri: `azureml://datastores/workspaceblobstore/paths/${path}`,
    },
  ]);
  return {
    source: collector.source,
    rolling: collector.rollingRate,
    capture_headers: collector.captureHeaders,
    collections: Object.fromEntries(collections),
  };
}
