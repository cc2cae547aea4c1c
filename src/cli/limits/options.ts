import type { LimitName } from '../../sdk/wire.ts';
import type { OptionSpec } from '../parse/spec.ts';

type LimitOption = { readonly name: LimitName; readonly option: string; readonly help: string };

/** The limits by the names that the command line has for them. */
export const limitOptions: readonly LimitOption[] = [
  {
    name: 'requestsPerSecond',
    option: 'requests-per-second',
    help: 'Requests a second of an endpoint; more are answered 429.',
  },
  {
    name: 'newConnectionsPerSecond',
    option: 'new-connections-per-second',
    help: 'Connections a second that clients open to an endpoint; more are answered 429 and closed.',
  },
  {
    name: 'activeConnections',
    option: 'active-connections',
    help: 'Connections that clients hold open to an endpoint; more are answered 429 and closed.',
  },
  {
    name: 'bandwidthBytesPerSecond',
    option: 'bandwidth',
    help: 'Bytes a second of an endpoint with a unit, such as 5MB or 512KiB: requests, answers and copies for mirrors together; more wait.',
  },
  {
    name: 'pendingRequestsFactor',
    option: 'pending-requests-factor',
    help: 'Requests that may be pending at a deployment, times its max_concurrent_requests_per_instance and instances; more are answered 429.',
  },
  {
    name: 'deploymentsPerEndpoint',
    option: 'deployments-per-endpoint',
    help: 'Deployments of an endpoint.',
  },
  {
    name: 'instancesPerDeployment',
    option: 'instances-per-deployment',
    help: 'Instances of a deployment.',
  },
  {
    name: 'endpointsPerSubscription',
    option: 'endpoints-per-subscription',
    help: 'Endpoints of the subscription that the workspace is in; not with --name.',
  },
];

export const settable: readonly OptionSpec[] = limitOptions.map(({ option, help }) => ({
  names: [option],
  kind: 'value',
  help: `${help} A number, or none.`,
}));
