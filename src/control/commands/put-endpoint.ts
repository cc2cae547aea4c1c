import { endpointFacts, endpointRefusal, requireAllowed } from '../../domain/allowed.ts';
import type { Endpoint, EndpointSpec, KeyPair } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { sharesMoved } from '../../domain/history.ts';
import { checkName } from '../../domain/names.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import { checkSwitches } from '../../domain/switches.ts';
import { checkTraffic } from '../../domain/traffic.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Parts } from '../parts.ts';
import { checkedKey } from './check-key.ts';
import { checkEndpoints } from './check-room.ts';
import { type Condition, checkCondition } from './conditions.ts';
import { born, type Caller, record, touched } from './record.ts';

export type PutEndpoint = Caller & {
  readonly workspace: Workspace;
  readonly name: string;
  readonly spec: EndpointSpec;
  readonly keys: { readonly primaryKey?: string; readonly secondaryKey?: string } | undefined;
  readonly condition: Condition;
};

export type EndpointChange = {
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  readonly created: boolean;
};

/**
 * Creates an endpoint or replaces what is wanted of it, whole: traffic that the spec does not name becomes 0.
 * Throws bad-argument, precondition-failed, or conflict while the endpoint is being deleted.
 */
export async function putEndpoint(parts: Parts, command: PutEndpoint): Promise<EndpointChange> {
  const name = command.name.toLowerCase();
  checkName('endpoint', name);
  checkSpec(name, command.spec);
  return parts.store.change(async (rows) => {
    const before = await rows.endpoints.find(name);
    checkCondition(command.condition, before?.generation, `endpoint '${name}'`);
    if (before === undefined) await checkEndpoints(rows, command.workspace);
    else checkChange(before, command);
    checkTraffic(
      command.spec.traffic,
      command.spec.mirror,
      before === undefined ? [] : await rows.deployments.list(before.uid),
    );
    const endpoint =
      before === undefined ? create(parts, { ...command, name }) : replace(parts, before, command);
    await rows.endpoints.save(endpoint);
    const operation = await recordPut(parts, rows, command, { before, endpoint });
    return { endpoint, operation, created: before === undefined };
  });
}

function recordPut(
  { pictures }: Parts,
  rows: Rows,
  command: PutEndpoint,
  { before, endpoint }: { readonly before: Endpoint | undefined; readonly endpoint: Endpoint },
): Promise<Operation> {
  const change = {
    workspaceUid: endpoint.workspaceUid,
    object: 'endpoint',
    objectUid: endpoint.uid,
    verb: before === undefined ? 'create' : 'update',
    generation: endpoint.generation,
    startedAt: endpoint.modifiedAt,
  } as const;
  return record(rows, command, change, {
    endpoint,
    shares: sharesMoved(before?.spec ?? { traffic: {}, mirror: {} }, endpoint.spec),
    before: before === undefined ? null : pictures.endpoint(before),
    after: pictures.endpoint(endpoint),
  });
}

function create(parts: Parts, { workspace, name, spec, keys, actor }: PutEndpoint): Endpoint {
  const given: KeyPair = {
    primary: chosen(keys?.primaryKey, 'properties.keys.primaryKey') ?? parts.newKey(),
    secondary: chosen(keys?.secondaryKey, 'properties.keys.secondaryKey') ?? parts.newKey(),
  };
  return {
    uid: parts.newId(),
    workspaceUid: workspace.uid,
    name,
    spec,
    keys: given,
    generation: 1,
    observedGeneration: 0,
    version: 1,
    deleting: false,
    ...born(actor, parts.clock.now()),
  };
}

function chosen(key: string | undefined, target: string): string | undefined {
  return key === undefined ? undefined : checkedKey(key, target);
}

function replace(parts: Parts, before: Endpoint, { spec, actor }: PutEndpoint): Endpoint {
  return {
    ...before,
    spec,
    generation: before.generation + 1,
    version: before.version + 1,
    ...touched(before, actor, parts.clock.now()),
  };
}

function checkSpec(name: string, spec: EndpointSpec): void {
  checkSwitches(spec.properties);
  if (spec.identity.userAssigned.length > 1) {
    throw new DomainError(
      'bad-argument',
      `identity.userAssignedIdentities has ${spec.identity.userAssigned.length} entries; at most 1 is allowed.`,
      {
        target: 'identity.userAssignedIdentities',
      },
    );
  }
  if (spec.compute === null) return;
  if (Object.keys(spec.mirror).length > 0) {
    const facts = { ...spec, name, deleting: false, managed: false };
    requireAllowed(endpointRefusal('setMirror', facts));
  }
  if (spec.authMode === 'aad_token') {
    throw new DomainError(
      'bad-argument',
      "auth_mode is 'aad_token'; an endpoint that names a compute may use key or aml_token.",
      {
        target: 'auth_mode',
      },
    );
  }
}

function checkChange(before: Endpoint, { workspace, spec, keys }: PutEndpoint): void {
  if (before.workspaceUid !== workspace.uid) {
    throw new DomainError(
      'exists',
      `The endpoint name '${before.name}' is taken by another workspace; names are unique on one Teal.`,
      {
        target: 'name',
      },
    );
  }
  requireAllowed(endpointRefusal('edit', endpointFacts(before)));
  if (before.spec.identity.type !== spec.identity.type) {
    throw new DomainError(
      'bad-argument',
      `identity.type is '${spec.identity.type}', but the endpoint was created with '${before.spec.identity.type}'; it cannot be changed.`,
      {
        target: 'identity.type',
      },
    );
  }
  if (keys?.primaryKey !== undefined || keys?.secondaryKey !== undefined) {
    throw new DomainError(
      'bad-argument',
      'properties.keys can be given only when the endpoint is created; use regenerate-keys to change them.',
      {
        target: 'properties.keys',
      },
    );
  }
}
