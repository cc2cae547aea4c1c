import { parseAsset, parseRegistryAsset } from '../../arm/ids.ts';
import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import type { CuratedEnvironment, CuratedEnvironments } from '../../domain/ports.ts';

export const curatedRegistry = 'azureml';

/** Names that Azure keeps for itself in every workspace. */
export function isCuratedName(name: string): boolean {
  return /^AzureML-/i.test(name);
}

/**
 * What a reference to a curated environment is built from; undefined when it names something of the workspace. The
 * conda file is the mapping's at this moment: what a deployment runs does not change under it.
 * @throws DomainError bad-argument for other registries, and for names that are not in the mapping
 */
export async function resolveCurated(
  curated: CuratedEnvironments,
  id: string,
): Promise<EnvironmentDefinition | undefined> {
  const reference = parseAsset('environments', id);
  if (reference === undefined) return undefined;
  if (reference.kind === 'registry') return inRegistry(curated, id);
  if (!isCuratedName(reference.name)) return undefined;
  if (reference.kind === 'version') curatedVersion(reference.name, reference.version, 'bad-argument');
  else if (reference.label !== 'latest') throw refuse(id, "the only label is 'latest'");
  const { condaFile } = await curatedEntry(curated, reference.name, 'bad-argument');
  return { image: id, condaFile };
}

async function inRegistry(curated: CuratedEnvironments, id: string): Promise<EnvironmentDefinition> {
  const reference = parseRegistryAsset(id);
  if (reference === undefined || reference.kind !== 'environments') {
    throw refuse(
      id,
      `allowed is azureml://registries/${curatedRegistry}/environments/NAME/versions/VERSION or …/labels/latest`,
    );
  }
  if (reference.registry.toLowerCase() !== curatedRegistry) {
    throw refuse(id, `the only registry on Teal is '${curatedRegistry}', with curated environments`);
  }
  if (reference.version !== null) curatedVersion(reference.name, reference.version, 'bad-argument');
  const { condaFile } = await curatedEntry(curated, reference.name, 'bad-argument');
  return { image: id, condaFile };
}

/** @throws DomainError of the given code, with names that look alike and where to add one's own */
export async function curatedEntry(
  curated: CuratedEnvironments,
  name: string,
  code: ErrorCode,
): Promise<CuratedEnvironment> {
  const found = await curated.find(name);
  if (found.kind === 'found') return found.entry;
  const alike =
    found.nearest.length === 0
      ? ''
      : ` The nearest are ${found.nearest.map((one) => `'${one}'`).join(', ')}.`;
  throw new DomainError(
    code,
    `There is no curated environment '${name}' on this Teal.${alike} All of them: az ml environment list --registry-name ${curatedRegistry}. Add an entry '${name}' to ${curated.file}, or register an environment of your own.`,
    { target: 'environment' },
  );
}

/** Versions of Azure's are whole numbers. Throws a DomainError of the given code for anything else. */
export function curatedVersion(name: string, version: string, code: ErrorCode): string {
  if (/^\d{1,9}$/.test(version)) return version;
  throw new DomainError(
    code,
    `The curated environment '${name}' has no version '${version}'; it must be a whole number, or the label 'latest'.`,
    { target: 'environment' },
  );
}

function refuse(id: string, what: string): DomainError {
  return new DomainError('bad-argument', `environment is '${id}'; ${what}.`, { target: 'environment' });
}
