import type { Percentages } from './endpoint.ts';
import { DomainError } from './errors.ts';

/** What the traffic rules need to know of a deployment. */
export type TrafficTarget = {
  readonly name: string;
  readonly servingRevision: number | null;
  readonly deleting: boolean;
};

/** Percentages without zero entries, names lower-cased: the form that is kept. */
export function withoutZeros(percentages: Percentages): Percentages {
  return Object.fromEntries(
    Object.entries(percentages)
      .filter(([, percent]) => percent !== 0)
      .map(([name, percent]) => [name.toLowerCase(), percent]),
  );
}

/** What a deployment gets; `constructor` is a deployment's name as good as any. */
export function percentOf(percentages: Percentages, name: string): number {
  return Object.hasOwn(percentages, name) ? (percentages[name] ?? 0) : 0;
}

/**
 * Checks live traffic and mirror of an endpoint against its deployments (Azure ML's rules).
 * Percentages are 0 to 100 with at most two decimals; live traffic sums to 0 or 100; at most one deployment is
 * mirrored, with at most 50; none has both. Throws bad-argument that names the field and the value.
 */
export function checkTraffic(
  live: Percentages,
  mirror: Percentages,
  deployments: readonly TrafficTarget[],
): void {
  checkEntries('traffic', live, deployments);
  checkEntries('mirror_traffic', mirror, deployments);
  const total = sum(live);
  if (total !== 0 && total !== 100) {
    refuse('traffic', `The traffic ${show(live)} sums to ${total}; it must sum to 0 or 100.`);
  }
  const mirrored = Object.keys(mirror);
  if (mirrored.length > 1) {
    refuse(
      'mirror_traffic',
      `The mirror_traffic ${show(mirror)} names ${mirrored.length} deployments; it may name one.`,
    );
  }
  if (sum(mirror) > 50) {
    refuse('mirror_traffic', `The mirror_traffic ${show(mirror)} is above the maximum of 50 percent.`);
  }
  const both = mirrored.find((name) => percentOf(live, name) > 0);
  if (both !== undefined) {
    refuse(
      'mirror_traffic',
      `The deployment '${both}' takes ${percentOf(live, both)} percent of live traffic; a deployment has live or mirrored traffic, not both.`,
    );
  }
}

/** Refuses to delete what still takes live traffic. Mirrored traffic does not hold a deployment back. */
export function checkRemovable(name: string, live: Percentages): void {
  const percent = percentOf(live, name);
  if (percent === 0) return;
  throw new DomainError(
    'bad-argument',
    `The deployment '${name}' takes ${percent} percent of live traffic; set its traffic to 0 before you delete it.`,
    { target: 'name' },
  );
}

function checkEntries(field: string, percentages: Percentages, deployments: readonly TrafficTarget[]): void {
  for (const [name, percent] of Object.entries(percentages)) {
    if (!(percent >= 0 && percent <= 100) || Math.abs(percent * 100 - Math.round(percent * 100)) > 1e-6) {
      refuse(
        `${field}.${name}`,
        `The ${field} of '${name}' is ${percent}; it must be 0 to 100 with at most two decimals.`,
      );
    }
    const found = deployments.find((deployment) => deployment.name === name && !deployment.deleting);
    if (found === undefined) {
      const known = deployments.filter(({ deleting }) => !deleting).map((deployment) => deployment.name);
      const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      refuse(
        `${field}.${name}`,
        `The ${field} names '${name}', which is not a deployment of this endpoint: ${list}.`,
      );
    } else if (percent > 0 && found.servingRevision === null) {
      refuse(
        `${field}.${name}`,
        `The deployment '${name}' is not ready to take requests; wait until it is in state Succeeded.`,
      );
    }
  }
}

function sum(percentages: Percentages): number {
  return Object.values(percentages).reduce((total, percent) => total + Math.round(percent * 100), 0) / 100;
}

function show(percentages: Percentages): string {
  return `"${Object.entries(percentages)
    .map(([name, percent]) => `${name}=${percent}`)
    .join(' ')}"`;
}

function refuse(target: string, message: string): never {
  throw new DomainError('bad-argument', message, { target });
}
