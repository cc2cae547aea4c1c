/** Which deployment answers: the one that the header names, else one drawn from the endpoint's urn. */
import { DIRECT, LIVE, type Mode } from './count.ts';
import type { Head } from './head.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Lane } from './lane.ts';
import { draw } from './urn.ts';

/** undefined: the named deployment does not exist, or none has live traffic. */
export function pick(endpoint: IndexedEndpoint, head: Head): Lane | undefined {
  if (head.deployment !== '') return endpoint.lanes.get(head.deployment);
  return endpoint.urn === undefined ? undefined : endpoint.live[draw(endpoint.urn)];
}

export function modeOf(head: Head): Mode {
  return head.deployment !== '' ? DIRECT : LIVE;
}

/** The sentence for the 404. */
export function whyNone(endpoint: IndexedEndpoint, head: Head): string {
  return head.deployment !== ''
    ? `Endpoint ${endpoint.name} has no deployment named ${head.deployment}.`
    : `Endpoint ${endpoint.name} has no deployment with live traffic.`;
}
