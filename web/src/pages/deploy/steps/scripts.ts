import type { Container, DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { assetOf } from '../../../parts/asset.ts';
import type { Choice } from '../search-pick.tsx';

/** The files that may be a scoring script. */
export function scriptsIn(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => path.toLowerCase().endsWith('.py')).sort();
}

/** The one that was chosen before, the only one, or the one with the usual name; '' when nobody can tell. */
export function likelyScript(scripts: readonly string[], before: string): string {
  if (scripts.includes(before)) return before;
  if (scripts.length === 1) return scripts[0] ?? '';
  return scripts.find((path) => /(^|\/)score\.py$/.test(path)) ?? '';
}

/** Registered code by its latest version, and what the deployments of the endpoint run. */
export function codeChoices(
  codes: readonly Container[],
  deployments: readonly DeploymentResource[],
): readonly Choice[] {
  const registered = codes.map(({ name, properties: { latestVersion } }) => ({
    value: `${name}:${latestVersion ?? '1'}`,
    text: `${name} version ${latestVersion ?? '1'}`,
  }));
  const deployed = deployments.flatMap(({ name: deployment, properties: { codeConfiguration } }) => {
    if (codeConfiguration === null) return [];
    const { name, version } = assetOf(codeConfiguration.codeId);
    return [
      { value: `${name}:${version}`, text: `As in ${deployment}`, more: codeConfiguration.scoringScript },
    ];
  });
  const known = new Set(deployed.map(({ value }) => value));
  return [...deployed, ...registered.filter(({ value }) => !known.has(value))];
}
