import { deploymentRefusal } from './allowed.ts';
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
  for (const name of mirrored) {
    const refusal = deploymentRefusal('takeMirror', { name, ...standing, traffic: live });
    if (refusal !== undefined) refuse('mirror_traffic', refusal.message);
  }
}

/** What is known here of an endpoint, and of a deployment that was looked at already: nothing that would be refused. */
const standing = {
  endpoint: { name: '', deleting: false, managed: true },
  deleting: false,
  serving: true,
} as const;

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
    }
    const facts = { ...standing, name, serving: found.servingRevision !== null, traffic: {} };
    const refusal = deploymentRefusal('takeTraffic', facts);
    if (refusal !== undefined && percent > 0) refuse(`${field}.${name}`, refusal.message);
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
