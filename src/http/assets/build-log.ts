import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Answer, Ask, Http } from '../answer.ts';
import { buildLogOf } from '../builds.ts';
import { isCuratedName, resolveCurated } from '../registries/resolve-curated.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';
import { versionOf } from './read.ts';

/**
 * GET environments/{name}/versions/{version}/buildLog (ours): what building it on this machine said, curated ones included.
 * `tail` lines to begin with (1000), or `cursor`, the end of an earlier piece, to follow it ->
 * `{ state, message, content, cursor, lost }`; `state` is absent, building, built or failed, `message` why it failed.
 * With `Accept: text/event-stream` the pieces come as they are written (http/follow.ts).
 */
export async function getBuildLog(http: Http, ask: Ask): Promise<Answer> {
  return buildLogOf(http, ask, await definitionOf(http, ask));
}

async function definitionOf(http: Http, ask: Ask): Promise<EnvironmentDefinition> {
  const { name = '', version = '' } = ask.params;
  if (kindOf(ask) !== 'environments') {
    throw new DomainError('not-found', 'Only environments are built; nothing else has a build log.');
  }
  if (isCuratedName(name)) {
    await workspaceOf(http, ask);
    const curated = await resolveCurated(http.curated, `azureml:${name}:${version}`);
    if (curated !== undefined) return curated;
  }
  const { spec } = (await versionOf(http, ask)).version;
  if (spec.kind !== 'environments') throw new Error(`version '${version}' of '${name}' is no environment`);
  return { image: spec.image, condaFile: spec.condaFile };
}
