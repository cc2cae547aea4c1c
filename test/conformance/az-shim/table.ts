/** The whole table, in the order in which it runs. The parity page reads it through `exercises`. */
import { argumentRows } from './arguments.ts';
import { autoscaleRows } from './autoscale.ts';
import { deploymentRefusalRows } from './deployment-refusals.ts';
import { deploymentRows } from './deployments.ts';
import { endpointRows } from './endpoints.ts';
import { environmentRows } from './environments.ts';
import { modelRows } from './models.ts';
import { monitorRows } from './monitor.ts';
import { oldRows, outputRows } from './output.ts';
import { type Chapter, type Exercised, exercised } from './row.ts';
import { supportRows } from './support.ts';

export const chapters: readonly Chapter[] = [
  argumentRows,
  outputRows,
  supportRows,
  modelRows,
  environmentRows,
  endpointRows,
  deploymentRows,
  monitorRows,
  autoscaleRows,
  deploymentRefusalRows,
  oldRows,
];

/** Every call of a command that any row makes, with its options. */
export async function exercises(): Promise<readonly Exercised[]> {
  return (await Promise.all(chapters.flatMap(({ rows }) => rows).map(exercised))).flat();
}
