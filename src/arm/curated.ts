import type { CuratedEnvironment } from '../domain/ports.ts';

/** The version that `latest` names: an entry of the mapping stands for all versions of its name. */
export const curatedLatest = '1';

/** A curated environment as ARM shows a container; `id` is the container's, `name` the one that was asked for. */
export function renderCurated(id: string, name: string, entry: CuratedEnvironment) {
  return {
    id,
    name,
    type: 'Microsoft.MachineLearningServices/registries/environments',
    properties: {
      description: entry.description,
      tags: {},
      properties: {},
      isArchived: false,
      latestVersion: curatedLatest,
      nextVersion: null,
      provisioningState: 'Succeeded',
    },
    systemData: null,
  };
}

/** One version of it; the conda file is what this Teal builds, and Azure's image plays no part. */
export function renderCuratedVersion(id: string, version: string, entry: CuratedEnvironment) {
  return {
    id: `${id}/versions/${version}`,
    name: version,
    type: 'Microsoft.MachineLearningServices/registries/environments/versions',
    properties: {
      description: entry.description,
      tags: {},
      properties: {},
      isArchived: false,
      isAnonymous: false,
      provisioningState: 'Succeeded',
      image: null,
      condaFile: entry.condaFile,
      osType: 'Linux',
      environmentType: 'Curated',
      inferenceConfig: null,
    },
    systemData: null,
  };
}
