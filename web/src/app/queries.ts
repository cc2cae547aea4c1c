/**
 * The cache: its keys and its rules. A page reads through query options of its loader.ts whose keys come from here, so
 * that one event of the service refreshes every view of what changed.
 */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ArmError } from '../../../src/sdk/errors.ts';

/** Keys begin with what is meant, so that `keys.endpoint('churn')` names all that is known of that endpoint. */
export const keys = {
  entered: ['entered'],
  workspaces: ['workspaces'],
  endpoints: ['endpoints'],
  endpoint: (name: string) => ['endpoint', name],
  deployments: (endpoint: string) => ['endpoint', endpoint, 'deployments'],
  instances: ['instances'],
  history: (endpoint: string) => ['endpoint', endpoint, 'history'],
  credentials: (endpoint: string) => ['endpoint', endpoint, 'credentials'],
  /** Numbers age by themselves; no event refreshes them, `numbersEveryMs` does. */
  numbers: (...of: readonly string[]) => ['numbers', ...of],
  /** Which deployments use an asset. */
  uses: ['uses'],
  operations: ['operations'],
  models: ['models'],
  model: (name: string) => ['models', name],
  environments: ['environments'],
  /** How far building environments on this machine has come. */
  builds: ['builds'],
  environment: (name: string) => ['environments', name],
  codes: ['codes'],
  registry: ['registry'],
} as const;

/** How often what changes all the time is read again: nothing is asked for more often. */
export const numbersEveryMs = 5000;

/** `signedOut` is called when an answer says that nobody is signed in any more. */
export function createQueries(signedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ArmError && error.status === 401) signedOut();
      },
    }),
    defaultOptions: {
      queries: {
        // Events say what changed; a view that was away for longer looks again.
        staleTime: 30_000,
        // The SDK has tried again already where that can help.
        retry: false,
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  });
}
