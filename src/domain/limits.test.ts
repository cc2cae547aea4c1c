import { expect, test } from 'vitest';
import { changedLimits, effectiveLimit, limitNames, mostOf } from './limits.ts';

const nothing = { compute: null, workspace: {}, endpoint: {} };

test('an endpoint goes before its workspace, and that before the default', () => {
  const name = 'requestsPerSecond';
  expect(effectiveLimit(name, nothing)).toEqual({ value: 500, from: 'default', fallback: 500 });
  const workspace = { [name]: 'none' } as const;
  expect(effectiveLimit(name, { ...nothing, workspace })).toEqual({
    value: 'none',
    from: 'workspace',
    fallback: 500,
  });
  expect(effectiveLimit(name, { ...nothing, workspace, endpoint: { [name]: 7 } })).toMatchObject({
    value: 7,
    from: 'endpoint',
  });
  expect(mostOf(name, { ...nothing, workspace })).toBe(Number.POSITIVE_INFINITY);
});

test('the defaults are those of Azure: limits of traffic on managed compute only', () => {
  const values = (compute: string | null) =>
    Object.fromEntries(limitNames.map((name) => [name, effectiveLimit(name, { ...nothing, compute }).value]));
  const counts = {
    pendingRequestsFactor: 2,
    deploymentsPerEndpoint: 20,
    instancesPerDeployment: 50,
    endpointsPerSubscription: 100,
  };
  expect(values(null)).toEqual({
    requestsPerSecond: 500,
    newConnectionsPerSecond: 500,
    activeConnections: 500,
    bandwidthBytesPerSecond: 5_000_000,
    ...counts,
  });
  expect(values('/computes/k8s')).toEqual({
    requestsPerSecond: 'none',
    newConnectionsPerSecond: 'none',
    activeConnections: 'none',
    bandwidthBytesPerSecond: 'none',
    ...counts,
  });
});

test('a change keeps what it does not name, and null takes away what was set', () => {
  const before = { requestsPerSecond: 5, activeConnections: 'none' } as const;
  expect(changedLimits(before, { requestsPerSecond: null, pendingRequestsFactor: 3 }, 'endpoint')).toEqual({
    activeConnections: 'none',
    pendingRequestsFactor: 3,
  });
});

test.each([
  [
    { requestsPerSecond: 0 },
    'properties.requestsPerSecond is 0; it must be a whole number from 1 to 1000000',
  ],
  [{ requestsPerSecond: -5 }, 'is -5;'],
  [{ activeConnections: 1.5 }, 'is 1.5;'],
  [{ newConnectionsPerSecond: 1e300 }, 'is 1e+300;'],
  [{ bandwidthBytesPerSecond: 999 }, 'from 1000 to 10000000000, or none.'],
  [{ endpointsPerSubscription: 5 }, 'cannot be set on an endpoint; set it on the workspace.'],
])('%j is refused', (change, message) => {
  expect(() => changedLimits({}, change, 'endpoint')).toThrow(message);
});
