import { environments } from '../../../../sdk/environments.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { versionOf } from '../../../shape/asset.ts';
import { checked } from '../../../yaml/check.ts';
import { environmentRule } from '../../../yaml/schemas.ts';
import type { EnvironmentYaml } from '../../../yaml/types.ts';
import { edited } from '../../operations.ts';
import { refuseNewContent, versionAsked } from '../asset.ts';
import { shown } from './shape.ts';

/** `az ml environment update`: description, tags and properties; the definition of a version never changes. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const session = await openSession(call);
  const api = environments(session.client, session.workspace);
  const current = await versionAsked(call, api);
  const before = await shown(current);
  const raw = edited(call, before);
  refuseNewContent(before, raw, ['description', 'tags', 'properties']);
  const yaml = checked(environmentRule, raw, `The environment '${args.need('name')}'`) as EnvironmentYaml;
  const { image, condaFile, build, osType, inferenceConfig, isAnonymous, isArchived } = current.properties;
  const changed = await api.put(
    { name: args.need('name'), version: versionOf(current.id) },
    {
      properties: {
        image,
        condaFile,
        build,
        osType,
        inferenceConfig,
        isAnonymous,
        isArchived,
        description: yaml.description,
        tags: yaml.tags ?? {},
        properties: yaml.properties ?? {},
      },
    },
  );
  return shown(changed);
}
