import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { modelShape, versionOf } from '../../../shape/asset.ts';
import { checked } from '../../../yaml/check.ts';
import { modelRule } from '../../../yaml/schemas.ts';
import type { ModelYaml } from '../../../yaml/types.ts';
import { edited } from '../../operations.ts';
import { refuseNewContent, versionAsked } from '../asset.ts';

/** `az ml model update`: description, tags, properties and stage; the content of a version never changes. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const session = await openSession(call);
  const api = models(session.client, session.workspace);
  const current = await versionAsked(call, api);
  const stage = args.text('stage');
  const before = modelShape(current);
  const raw = { ...edited(call, before), ...(stage === undefined ? {} : { stage }) };
  refuseNewContent(before, raw, ['description', 'tags', 'properties', 'stage']);
  const yaml = checked(modelRule, raw, `The model '${args.need('name')}'`) as ModelYaml;
  const at = { name: args.need('name'), version: versionOf(current.id) };
  const { modelType, modelUri, isAnonymous, isArchived, flavors } = current.properties;
  const changed = await api.put(at, {
    properties: {
      modelUri,
      modelType,
      isAnonymous,
      isArchived,
      flavors: flavors ?? {},
      description: yaml.description,
      tags: yaml.tags ?? {},
      properties: yaml.properties ?? {},
      stage: yaml.stage,
    },
  });
  return modelShape(changed);
}
