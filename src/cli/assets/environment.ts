import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { environments } from '../../sdk/environments.ts';
import type { EnvironmentVersion } from '../../sdk/wire.ts';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { type Problem, refusal } from '../yaml/check.ts';
import { parseYaml } from '../yaml/load.ts';
import type { EnvironmentYaml } from '../yaml/types.ts';

export type EnvironmentSource = {
  readonly yaml: EnvironmentYaml;
  readonly folder: string;
  /** Before each field in messages: '' or `environment.`. */
  readonly field: string;
};

/** Azure's name for environments that a deployment defines in place. */
const anonymousName = 'CliV2AnonymousEnvironment';

/** Registers an environment; without a name its version is the digest of the definition, so that it is found again. */
export async function registerEnvironment(
  session: Session,
  source: EnvironmentSource,
): Promise<EnvironmentVersion> {
  const { yaml } = source;
  checkEnvironment(source);
  const api = environments(session.client, session.workspace);
  const definition = await definitionOf(source);
  const name = yaml.name ?? anonymousName;
  const version =
    yaml.name === undefined ? digestOf(definition) : (yaml.version ?? (await api.nextVersion(name)));
  return api.put(
    { name, version },
    {
      properties: {
        ...definition,
        isAnonymous: yaml.name === undefined,
        isArchived: false,
        tags: yaml.tags ?? {},
        properties: yaml.properties ?? {},
        ...(yaml.description === undefined ? {} : { description: yaml.description }),
      },
    },
  );
}

/** `NAME:VERSION` that registering would give; a named one without a version shows as new. Sends nothing. */
export async function environmentName(source: EnvironmentSource): Promise<string> {
  const { name, version } = source.yaml;
  if (name !== undefined) return `${name}:${version ?? '(next version)'}`;
  return `${anonymousName}:${digestOf(await definitionOf(source))}`;
}

/** Throws exit 1 without an image: a conda file is only allowed beside one. */
export function checkEnvironment({ yaml, field }: EnvironmentSource): void {
  const problems: Problem[] = [];
  if (yaml.image === undefined) problems.push({ path: `${field}image`, message: 'is required' });
  if (yaml.conda_file !== undefined && yaml.image === undefined) {
    problems.push({ path: `${field}conda_file`, message: 'is only allowed beside image' });
  }
  if (problems.length > 0) throw refusal('The environment', problems);
}

async function definitionOf({ yaml, folder, field }: EnvironmentSource) {
  const { image, inference_config: routes, conda_file: conda } = yaml;
  return {
    ...(image === undefined ? {} : { image }),
    ...(conda === undefined ? {} : { condaFile: await condaText(conda, folder, `${field}conda_file`) }),
    osType: yaml.os_type === 'windows' ? 'Windows' : 'Linux',
    ...(routes === undefined
      ? {}
      : {
          inferenceConfig: {
            livenessRoute: routes.liveness_route,
            readinessRoute: routes.readiness_route,
            scoringRoute: routes.scoring_route,
          },
        }),
  };
}

async function condaText(conda: unknown, folder: string, field: string): Promise<string> {
  if (typeof conda !== 'string') {
    const { stringify } = await import('yaml');
    return stringify(conda, { sortMapEntries: true });
  }
  const path = resolve(folder, conda);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failure(`${field}: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  });
  await parseYaml(text, path);
  return text;
}

function digestOf(definition: object): string {
  return createHash('md5').update(JSON.stringify(definition)).digest('hex');
}
