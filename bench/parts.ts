/** Every benchmark, in the order of the page. */
import { agreementPart } from './agreement/agreement.ts';
import { flipsPart } from './mirror/flips.ts';
import { mirrorPart } from './mirror/mirror.ts';
import type { Part } from './part.ts';
import { productPart } from './product.ts';
import { programPart } from './program.ts';
import { proxiesPart } from './proxies/proxies.ts';
import { servingPart } from './serving/serving.ts';
import { studioPart } from './studio/studio.ts';
import { telemetryPart } from './telemetry/telemetry.ts';
import { workerPart } from './worker.ts';

export const parts: readonly Part[] = [
  proxiesPart,
  servingPart,
  mirrorPart,
  flipsPart,
  workerPart,
  programPart('overhead', "the router's share of one request", 'router-overhead.ts', {
    smoke: ['500'],
    full: [],
  }),
  programPart('growth', 'cost by endpoints and by connections', 'growth.ts', {
    smoke: ['--smoke'],
    full: [],
  }),
  productPart,
  agreementPart,
  telemetryPart,
  studioPart,
];
