import type { Client } from './http.ts';
import { followed, look, type Operation, type Progress } from './operation.ts';

/** A resource, as far as it says which operation its newest change is. */
export type Changed = {
  readonly properties: { readonly properties?: Readonly<Record<string, string>> | null };
};

export type Operations = {
  /** Takes up an operation that somebody else began, by its `url`. */
  attach(url: string): Operation<void, void>;
  /** The newest change of an endpoint or deployment; undefined when it does not say. */
  of(resource: Changed): Operation<void, void> | undefined;
};

/** Operations: the views of long changes. They are read from state, so any program may look at any of them. */
export function operations(client: Client): Operations {
  const attach = (url: string): Operation<void, void> => ({
    url,
    accepted: undefined,
    status: async (ask): Promise<Progress> => (await look(client, url, ask)).progress,
    wait: (waiting = {}) => followed(client, url, waiting),
  });
  return {
    attach,
    of: ({ properties }) => {
      const url = properties.properties?.AzureAsyncOperationUri;
      return url === undefined ? undefined : attach(url);
    },
  };
}
