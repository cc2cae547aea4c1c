import type { Rest } from './rest.ts';

/** For those who send more than an endpoint takes by default, as Azure's do. */
export async function liftLimits(rest: Rest): Promise<void> {
  const none = {
    requestsPerSecond: 'none',
    newConnectionsPerSecond: 'none',
    activeConnections: 'none',
    bandwidthBytesPerSecond: 'none',
  };
  const { status, body } = await rest.call('PATCH', '/limits', { properties: none });
  if (status !== 200) throw new Error(`the limits stay: ${status} ${JSON.stringify(body)}`);
}
