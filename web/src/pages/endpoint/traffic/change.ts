/** The change itself: live and mirrored traffic in one patch, so that neither is ever seen without the other. */
import { replaced } from '../../../../../src/sdk/traffic.ts';
import type { EndpointBody, EndpointResource, Patch } from '../../../../../src/sdk/wire.ts';
import { type Split, splitOf } from './draft.ts';

/** A merge patch that makes the split of `endpoint` equal to `wanted`. */
export function splitPatch(endpoint: EndpointResource, wanted: Split): Patch<EndpointBody> {
  const { traffic, mirror } = splitOf(endpoint);
  return {
    properties: {
      traffic: replaced(traffic, wanted.traffic),
      mirrorTraffic: replaced(mirror, wanted.mirror),
    },
  };
}
