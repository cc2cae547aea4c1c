import { endpointFacts, endpointRefusal, requireAllowed } from '../../domain/allowed.ts';
import type { Endpoint, KeyPair } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { tokenAudience } from '../compile-table.ts';
import type { Parts } from '../parts.ts';
import { checkedKey } from './check-key.ts';
import { type Caller, record, touched } from './record.ts';

const tokenLifeMs = 60 * 60_000;

export type ScoringToken = {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshAfter: number;
};

/** The keys of an endpoint in key mode. Throws bad-argument for the token modes. */
export function listKeys(endpoint: Endpoint): KeyPair {
  requireAllowed(endpointRefusal('listKeys', endpointFacts(endpoint)));
  return endpoint.keys;
}

/** A signed token that opens one endpoint for an hour; times are milliseconds. Throws bad-argument in key mode. */
export async function issueToken(parts: Parts, endpoint: Endpoint, actor: string): Promise<ScoringToken> {
  requireAllowed(endpointRefusal('issueToken', endpointFacts(endpoint)));
  const now = parts.clock.now();
  const expiresAt = now + tokenLifeMs;
  return {
    accessToken: await parts.tokens.sign(tokenAudience(endpoint), actor, expiresAt),
    expiresAt,
    refreshAfter: now + tokenLifeMs / 2,
  };
}

export type RegenerateKey = Caller & {
  readonly uid: string;
  readonly which: keyof KeyPair;
  readonly value: string | null;
};

/**
 * Replaces one of the two keys; the other goes on working, which is what makes rotation possible.
 * Official SDKs send the current key as `value`: obeying would never rotate, so a value in use means a fresh key.
 */
export async function regenerateKey(parts: Parts, command: RegenerateKey): Promise<Endpoint> {
  return parts.store.change(async (rows) => {
    const before = await rows.endpoints.get(command.uid);
    if (before === undefined) throw new DomainError('not-found', 'The endpoint does not exist any more.');
    requireAllowed(endpointRefusal('regenerateKey', endpointFacts(before)));
    const inUse = command.value === before.keys.primary || command.value === before.keys.secondary;
    const key = command.value === null || inUse ? parts.newKey() : checkedKey(command.value, 'keyValue');
    const now = parts.clock.now();
    const endpoint = {
      ...before,
      keys: { ...before.keys, [command.which]: key },
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, now),
    };
    await rows.endpoints.save(endpoint);
    const change = {
      workspaceUid: before.workspaceUid,
      object: 'endpoint',
      objectUid: before.uid,
      verb: 'update',
      generation: endpoint.generation,
      startedAt: now,
    } as const;
    await record(rows, command, change, {
      verb: 'regenerate-key',
      endpoint,
      before: null,
      after: { regenerated: command.which },
    });
    return endpoint;
  });
}
