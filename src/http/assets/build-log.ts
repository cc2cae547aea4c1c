import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, ok, wholeNumber } from '../answer.ts';
import { isCuratedName, resolveCurated } from '../registries/resolve-curated.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';
import { versionOf } from './read.ts';

const usualTail = 1000;

/**
 * GET environments/{name}/versions/{version}/buildLog (ours): what building it on this machine said, curated ones included.
 * `tail` lines to begin with (1000), or `cursor`, the end of an earlier piece, to follow it ->
 * `{ state, message, content, cursor, lost }`; `state` is absent, building, built or failed, `message` why it failed.
 */
export async function getBuildLog(http: Http, ask: Ask): Promise<Answer> {
  const { environments } = http.parts;
  const key = environments.keyOf(await definitionOf(http, ask));
  const cursor = wholeNumber(ask, 'cursor', 0);
  const tail = wholeNumber(ask, 'tail', 0);
  if (cursor !== undefined && tail !== undefined) {
    throw new DomainError('bad-argument', 'tail is only for a first piece, without a cursor.', {
      target: 'tail',
    });
  }
  const status = environments.status(key);
  const place = cursor === undefined ? { tail: tail ?? usualTail } : { from: cursor };
  const { text, next, lost } = await environments.log(key, place);
  return ok({
    state: status.state,
    message: status.state === 'failed' ? status.message : null,
    content: text,
    cursor: String(next),
    lost,
  });
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
