import { resolve } from 'node:path';
import { registerEnvironment } from '../../../assets/environment.ts';
import type { Call } from '../../../call.ts';
import { Failure, usage } from '../../../failure.ts';
import { openSession } from '../../../session.ts';
import { applySettings } from '../../../update/create-set.ts';
import { checked } from '../../../yaml/check.ts';
import { warnOfIdle } from '../../../yaml/idle.ts';
import { type Loaded, loadYaml } from '../../../yaml/load.ts';
import { environmentRule } from '../../../yaml/schemas.ts';
import type { EnvironmentYaml } from '../../../yaml/types.ts';
import { tagsOf } from '../asset.ts';
import { shown } from './shape.ts';

/** `az ml environment create`: from a file, or from options. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const path = args.text('file');
  const loaded = path === undefined ? { yaml: {}, folder: world.cwd } : await loadYaml(path, world.cwd);
  refuseCondaFile(loaded.yaml, path);
  const settled = { ...applySettings(loaded.yaml, args.list('set')), ...flags(call) };
  const yaml = checked(environmentRule, settled, path ?? 'The environment') as EnvironmentYaml;
  warnOfIdle(call.terminal, environmentRule, yaml);
  if (yaml.name === undefined)
    throw usage('the following arguments are required: --name/-n (or a name in --file/-f)');
  const session = await openSession(call);
  return shown(await registerEnvironment(session, { yaml, folder: loaded.folder, field: '' }));
}

/** Paths on the command line are relative to where the command runs. */
function flags({ args, world }: Call): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const key of ['name', 'version', 'image', 'description']) {
    const value = args.text(key);
    if (value !== undefined) given[key] = value;
  }
  const conda = args.text('conda-file');
  if (conda !== undefined) given.conda_file = resolve(world.cwd, conda);
  const system = args.text('os-type');
  if (system !== undefined) given.os_type = system;
  if (args.has('tags')) given.tags = tagsOf(args.list('tags'));
  return given;
}

/** A conda file in the place of an environment file is a common slip. */
function refuseCondaFile(yaml: Loaded['yaml'], path: string | undefined): void {
  if (!('dependencies' in yaml) || 'image' in yaml || 'build' in yaml) return;
  throw new Failure(
    `${path} is a conda file, not an environment: it lists dependencies and has no image.`,
    1,
    [`Use: az ml environment create --name NAME --image IMAGE --conda-file ${path}`],
  );
}
