import type { EnvironmentVersion } from '../../../../sdk/wire.ts';
import { environmentShape } from '../../../shape/asset.ts';
import { parseYaml } from '../../../yaml/load.ts';

/** An environment as it is printed, with its conda file parsed. */
export async function shown(resource: EnvironmentVersion): Promise<Record<string, unknown>> {
  const { condaFile } = resource.properties;
  const conda = condaFile ? await parseYaml(condaFile, 'conda_file') : undefined;
  return environmentShape(resource, conda);
}
