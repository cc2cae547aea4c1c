import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { LogPlace } from '../../domain/logs.ts';
import { type Answer, type Ask, type Http, ok, wholeNumber } from '../answer.ts';
import { following, wantsEvents } from '../follow.ts';
import { isCuratedName, resolveCurated } from '../registries/resolve-curated.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';
import { versionOf } from './read.ts';

const usualTail = 1000;

/**
 * GET environments/{name}/versions/{version}/buildLog (ours): what building it on this machine said, curated ones included.
 * `tail` lines to begin with (1000), or `cursor`, the end of an earlier piece, to follow it ->
 * `{ state, message, content, cursor, lost }`; `state` is absent, building, built or failed, `message` why it failed.
 * With `Accept: text/event-stream` the pieces come as they are written (http/follow.ts).
 */
export async function getBuildLog(http: Http, ask: Ask): Promise<Answer> {
  return buildLogOf(http, ask, await definitionOf(http, ask));
}

/** The build log of what a definition describes, whoever defined it. */
export async function buildLogOf(http: Http, ask: Ask, definition: EnvironmentDefinition): Promise<Answer> {
  const key = http.parts.environments.keyOf(definition);
  const from = wholeNumber(ask, 'cursor', 0);
  const tail = wholeNumber(ask, 'tail', 0);
  if (from !== undefined && tail !== undefined) {
    throw new DomainError('bad-argument', 'tail is only for a first piece, without a cursor.', {
      target: 'tail',
    });
  }
  const read = (cursor: string | undefined) =>
    pieceOf(http, key, cursor === undefined ? { tail: tail ?? usualTail } : { from: placeOf(cursor) });
  return wantsEvents(ask) ? following(ask, read) : ok(await read(ask.query.cursor));
}

async function pieceOf({ parts: { environments } }: Http, key: string, place: LogPlace) {
  const status = environments.status(key);
  const { text, next, lost } = await environments.log(key, place);
  return {
    state: status.state,
    message: status.state === 'failed' ? status.message : null,
    content: text,
    cursor: String(next),
    lost,
  };
}

/** Also of a client that comes back with the id of the last event that it heard. */
function placeOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DomainError('bad-argument', `cursor is '${cursor}'; it must be the cursor of an earlier piece.`, {
    target: 'cursor',
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
