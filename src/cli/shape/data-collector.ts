/** The data collector between YAML and ARM. */
import { paths } from '../../sdk/paths.ts';
import type { DeploymentBody, WorkspaceKey } from '../../sdk/wire.ts';
import type { DataCollectorYaml } from '../yaml/types.ts';
import { present } from './words.ts';

type DataCollectorBody = NonNullable<DeploymentBody['properties']['dataCollector']>;

type Collection = {
  readonly clientId?: string;
  readonly dataCollectionMode?: string;
  readonly dataId?: string;
  readonly samplingRate?: number;
};

export function dataCollectorShape(wire: unknown): Record<string, unknown> | undefined {
  if (typeof wire !== 'object' || wire === null) return undefined;
  const { collections, rollingRate, requestLogging } = wire as {
    readonly collections?: Readonly<Record<string, Collection>>;
    readonly rollingRate?: string;
    readonly requestLogging?: { readonly captureHeaders?: readonly string[] } | null;
  };
  return present({
    collections: Object.fromEntries(
      Object.entries(collections ?? {}).map(([name, collection]) => [
        name,
        present({
          enabled: String(collection.dataCollectionMode?.toLowerCase() === 'enabled'),
          client_id: collection.clientId,
          data: collection.dataId,
          sampling_rate: collection.samplingRate,
        }),
      ]),
    ),
    rolling_rate: rollingRate,
    request_logging: requestLogging && { capture_headers: requestLogging.captureHeaders ?? [] },
  });
}

/** Collections get Azure's default data asset names: `{endpoint}-{deployment}-{collection}`. */
export function dataCollectorBody(
  yaml: DataCollectorYaml,
  at: { readonly workspace: WorkspaceKey; readonly endpoint: string; readonly deployment: string },
): DataCollectorBody {
  return {
    collections: Object.fromEntries(
      Object.entries(yaml.collections).map(([name, collection]) => [
        name,
        {
          ...(collection.client_id === undefined ? {} : { clientId: collection.client_id }),
          dataCollectionMode: collection.enabled === true ? 'Enabled' : 'Disabled',
          dataId: dataIdOf(collection.data, { ...at, collection: name }, at.workspace),
          samplingRate: collection.sampling_rate ?? yaml.sampling_rate ?? 1,
        },
      ]),
    ),
    rollingRate: yaml.rolling_rate ?? 'Hour',
    ...(yaml.request_logging === undefined
      ? {}
      : { requestLogging: { captureHeaders: [...(yaml.request_logging.capture_headers ?? [])] } }),
  };
}

function dataIdOf(
  given: unknown,
  at: { readonly endpoint: string; readonly deployment: string; readonly collection: string },
  workspace: WorkspaceKey,
): string {
  const asset = collectionData(given, at);
  if (asset === undefined) return String(given).replace(/^azureml:(?=\/)/, '');
  return `${paths.workspace(workspace)}/data/${asset.name}/versions/${asset.version}`;
}

/** The data asset of a collection, Azure's defaults filled in; undefined when the YAML refers to one that is there. */
export function collectionData(
  given: unknown,
  at: { readonly endpoint: string; readonly deployment: string; readonly collection: string },
): { readonly name: string; readonly version: string; readonly dataUri: string } | undefined {
  if (typeof given === 'string') return undefined;
  const { endpoint, deployment, collection } = at;
  const { name, version, path } = Object(given) as { name?: unknown; version?: unknown; path?: unknown };
  return {
    name: String(name ?? `${endpoint}-${deployment}-${collection}`),
    version: String(version ?? '1'),
    dataUri: String(
      path ??
        `azureml://datastores/workspaceblobstore/paths/modelDataCollector/${endpoint}/${deployment}/${collection}`,
    ),
  };
}
