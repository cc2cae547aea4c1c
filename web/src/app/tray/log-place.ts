import type { ListedOperation } from '../../../../src/sdk/operations.ts';
import { environmentPlace } from '../../parts/environment-place.ts';
import { type Place, paths } from '../paths.ts';

export type LogPlace = { readonly to: Place; readonly words: string };

/** Where the log of an operation is, and what leads there; undefined when it has none. */
export function logPlaceOf(operation: ListedOperation): LogPlace | undefined {
  const { endpoint, deployment, logContainer: container, environment, status } = operation;
  if (endpoint === null || deployment === null || container === null) return undefined;
  const isBuild = container === 'StorageInitializer';
  const failed = isBuild ? 'See what its build said' : 'See what went wrong in its log';
  const words = status === 'Failed' ? failed : isBuild ? 'Build log' : 'Log';
  const built = environment === null ? undefined : environmentPlace(environment, 'build');
  return { to: built ?? paths.endpoint(endpoint, 'logs', { deployment, container }), words };
}
