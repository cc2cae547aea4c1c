import { actionBody, NoBody, RegenerateKeysBody } from '../../arm/action-bodies.ts';
import { choice } from '../../arm/choice.ts';
import { endpointId } from '../../arm/ids.ts';
import { issueToken, listKeys as keysOf, regenerateKey } from '../../control/commands/keys.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { endpointOf } from '../scope.ts';

const acknowledgedWithinMs = 10_000;

/** POST listKeys -> { primaryKey, secondaryKey }; only of endpoints that use keys. */
export async function listKeys(http: Http, ask: Ask): Promise<Answer> {
  const { endpoint } = await endpointOf(http, ask);
  actionBody(NoBody, ask.body);
  const { primary, secondary } = keysOf(endpoint);
  return ok({ primaryKey: primary, secondaryKey: secondary }, { 'Cache-Control': 'no-store' });
}

/** POST token -> { accessToken, expiryTimeUtc, refreshAfterTimeUtc, tokenType }; times are whole unix seconds. */
export async function token(http: Http, ask: Ask): Promise<Answer> {
  const { endpoint } = await endpointOf(http, ask);
  actionBody(NoBody, ask.body);
  const issued = await issueToken(http.parts, endpoint, ask.actor);
  const body = {
    accessToken: issued.accessToken,
    expiryTimeUtc: Math.floor(issued.expiresAt / 1000),
    refreshAfterTimeUtc: Math.floor(issued.refreshAfter / 1000),
    tokenType: 'Bearer',
  };
  return ok(body, { 'Cache-Control': 'no-store' });
}

/** POST regenerateKeys { keyType, keyValue? }: answers when every router refuses the old key. */
export async function regenerateKeys(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const { keyType, keyValue = null } = actionBody(RegenerateKeysBody, ask.body);
  const changed = await regenerateKey(http.parts, {
    ...callerOf(ask, endpointId(workspace, endpoint.name)),
    uid: endpoint.uid,
    which: choice(['Primary', 'Secondary'], keyType, 'keyType') === 'Primary' ? 'primary' : 'secondary',
    value: keyValue,
  });
  const done = http.reconciler.settled(changed.uid, changed.generation, acknowledgedWithinMs);
  http.reconciler.nudge(changed.uid);
  if (await done) return { status: 200 };
  throw new DomainError(
    'unavailable',
    'The new key is kept, but not every router has confirmed it yet; the old one may be accepted a little longer.',
  );
}
