import { type Place, paths } from '../app/paths.ts';
import { assetOf } from './asset.ts';

/** The page of an environment by its id, with its build log open where that is wanted; undefined for what is none. */
export function environmentPlace(id: string, log?: 'build'): Place | undefined {
  const curated = curatedName(id);
  // The registry has one version of each, which stands for all.
  if (curated !== undefined) return paths.environment(curated, undefined, 'curated', log);
  const { kind, name, version } = assetOf(id);
  return kind.toLowerCase() === 'environments' ? paths.environment(name, version, undefined, log) : undefined;
}

/** By the id in the registry, or by the prefix that Azure keeps for them in workspaces. */
function curatedName(id: string): string | undefined {
  const [, registered] = /^azureml:\/\/registries\/[^/]+\/environments\/([^/]+)/i.exec(id) ?? [];
  const [, prefixed] = /(?:^azureml:|\/environments\/)AzureML-([^/:@]+)/i.exec(id) ?? [];
  return registered ?? prefixed;
}
