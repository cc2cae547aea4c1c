import { registerModel } from '../../../assets/model.ts';
import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { openSession } from '../../../session.ts';
import { modelShape } from '../../../shape/asset.ts';
import { applySettings } from '../../../update/create-set.ts';
import { checked } from '../../../yaml/check.ts';
import { warnOfIdle } from '../../../yaml/idle.ts';
import { loadYaml } from '../../../yaml/load.ts';
import { modelRule } from '../../../yaml/schemas.ts';
import type { ModelYaml } from '../../../yaml/types.ts';
import { tagsOf } from '../asset.ts';

/** `az ml model create`: from a file, or from a name and a path. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const path = args.text('file');
  if (path === undefined && (args.text('name') === undefined || args.text('path') === undefined)) {
    throw usage('the following arguments are required: --file/-f, or --name/-n and --path/-p');
  }
  const loaded = path === undefined ? { yaml: {}, folder: world.cwd } : await loadYaml(path, world.cwd);
  const settled = applySettings(loaded.yaml, args.list('set'));
  for (const key of ['name', 'version', 'type', 'description', 'stage']) {
    const value = args.text(key);
    if (value !== undefined) settled[key] = value;
  }
  if (args.has('tags')) settled.tags = tagsOf(args.list('tags'));
  const flagPath = args.text('path');
  if (flagPath !== undefined) settled.path = flagPath;
  const yaml = checked(modelRule, settled, path ?? 'The model') as ModelYaml;
  warnOfIdle(call.terminal, modelRule, yaml);
  if (yaml.name === undefined)
    throw usage('the following arguments are required: --name/-n (or a name in --file/-f)');
  // A path on the command line is relative to where the command runs, one in the file to the file.
  const folder = flagPath === undefined ? loaded.folder : world.cwd;
  const session = await openSession(call);
  return modelShape(await registerModel(call, session, { yaml, folder, field: '' }));
}
