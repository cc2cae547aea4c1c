import type { LogContainer } from './deployments.ts';
import type { ErrorDetail } from './errors.ts';
import type { Ask, Client } from './http.ts';
import { followed, look, type Operation, type Progress } from './operation.ts';
import { paths } from './paths.ts';
import type { WorkspaceKey } from './wire.ts';

/** A resource, as far as it says which operation its newest change is. */
export type Changed = {
  readonly properties: { readonly properties?: Readonly<Record<string, string>> | null };
};

/** An operation in the list of a workspace. */
export type ListedOperation = {
  readonly id: string;
  readonly name: string;
  readonly status: 'InProgress' | 'Succeeded' | 'Failed';
  /** ISO 8601. */
  readonly startTime: string;
  readonly endTime?: string;
  readonly error?: ErrorDetail;
  /** How far it has come, while it is under way. */
  readonly properties?: { readonly step: string; readonly detail: string };
  /** ARM id of the endpoint or deployment that it changes, and their names; `deployment` is null for an endpoint. */
  readonly resourceId: string;
  readonly endpoint: string | null;
  readonly deployment: string | null;
  readonly verb: 'create' | 'update' | 'delete';
  /** Which log of the deployment tells more; null when none does. */
  readonly logContainer: LogContainer | null;
  /** ARM id of the environment that is or was being built for it; null unless one was. */
  readonly environment: string | null;
};

export type Operations = {
  /** What is under way, and unless `onlyRunning`, what ended within the last hour; the newest first. */
  list(ask?: { readonly onlyRunning?: boolean } & Pick<Ask, 'signal'>): Promise<readonly ListedOperation[]>;
  /** Takes up an operation that somebody else began, by its `url`. */
  attach(url: string): Operation<void, void>;
  /** The newest change of an endpoint or deployment; undefined when it does not say. */
  of(resource: Changed): Operation<void, void> | undefined;
};

/** Operations: the views of long changes. They are read from state, so any program may look at any of them. */
export function operations(client: Client, workspace: WorkspaceKey): Operations {
  const attach = (url: string): Operation<void, void> => ({
    url,
    accepted: undefined,
    status: async (ask): Promise<Progress> => (await look(client, url, ask)).progress,
    wait: (waiting = {}) => followed(client, url, waiting),
  });
  return {
    list: async ({ onlyRunning = false, signal } = {}) => {
      type List = { readonly value: readonly ListedOperation[] };
      const query = { status: onlyRunning ? 'InProgress' : undefined };
      const path = `${paths.workspace(workspace)}/operations`;
      return (await client.call<List>('GET', path, { query, signal })).body.value;
    },
    attach,
    of: ({ properties }) => {
      const url = properties.properties?.AzureAsyncOperationUri;
      return url === undefined ? undefined : attach(url);
    },
  };
}
