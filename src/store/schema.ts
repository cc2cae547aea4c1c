import type { Generated } from 'kysely';

/** Columns as SQLite holds them: JSON as text, booleans as 0 or 1, times as milliseconds. */
export type Schema = {
  workspaces: {
    uid: string;
    subscription: string;
    resource_group: string;
    name: string;
    location: string;
    created_at: number;
  };
  endpoints: StampColumns & {
    uid: string;
    workspace_uid: string;
    name: string;
    spec: string;
    keys: string;
    generation: number;
    observed_generation: number;
    version: number;
    deleting: number;
  };
  deployments: StampColumns & {
    uid: string;
    endpoint_uid: string;
    name: string;
    spec: string;
    generation: number;
    observed_generation: number;
    target_revision: number;
    serving_revision: number | null;
    failure: string | null;
    version: number;
    deleting: number;
  };
  revisions: {
    slot: Generated<number>;
    deployment_uid: string;
    number: number;
    digest: string;
    run: string;
    created_at: number;
  };
  instances: {
    id: string;
    deployment_uid: string;
    revision: number;
    state: string;
    started_at: number;
    since: number;
    reason: string | null;
  };
  asset_containers: StampColumns & {
    uid: string;
    workspace_uid: string;
    kind: string;
    name: string;
    archived: number;
  };
  asset_versions: StampColumns & {
    seq: Generated<number>;
    uid: string;
    container_uid: string;
    kind: string;
    name: string;
    version: string;
    spec: string;
    description: string | null;
    tags: string;
    properties: string;
    content_hash: string | null;
    archived: number;
    anonymous: number;
  };
  operations: {
    id: string;
    workspace_uid: string;
    object: string;
    object_uid: string;
    object_id: string;
    verb: string;
    generation: number;
    started_at: number;
    ended_at: number | null;
    failure: string | null;
  };
  history: {
    sequence: number;
    at: number;
    who: string;
    verb: string;
    object_id: string;
    endpoint_id: string | null;
    endpoint_uid: string | null;
    deployment: string | null;
    operation_id: string | null;
    reason: string | null;
    shares: string | null;
    before: string;
    after: string;
    previous_hash: string;
    hash: string;
  };
  limits: { owner_uid: string; limits: string };
  settings: { key: string; value: string };
  autoscale_settings: StampColumns & {
    subscription: string;
    resource_group: string;
    name: string;
    body: string;
  };
  governed: { deployment_uid: string; policy: string | null; memory: string };
};

export type StampColumns = {
  created_at: number;
  created_by: string;
  modified_at: number;
  modified_by: string;
};
