import type { AutoscaleNotification } from '../../../../sdk/autoscale.ts';
import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { openAccount } from '../../../session.ts';
import { tagsOf } from '../../ml/asset.ts';
import { resourceId } from '../resource.ts';
import { notificationOf } from './notification.ts';
import { capacityAsked, defaultProfile, openSettings, settingShape } from './setting.ts';

/** `az monitor autoscale create`: one default profile without rules; the name is the resource's unless given. */
export async function run(call: Call): Promise<unknown> {
  const { args, terminal, world } = call;
  const id = (await resourceId(call, await openAccount(call))) ?? '';
  const { settings } = await openSettings(call, /\/resourceGroups\/([^/]+)/i.exec(id)?.[1]);
  const capacity = capacityAsked(call);
  const name = args.text('name') ?? id.split('/').at(-1) ?? '';
  if (name === '') throw usage('the following arguments are required: --name/-n');
  const notifications: AutoscaleNotification[] = [notificationOf(call, undefined)];
  const created = await settings.put(
    name,
    {
      location: args.text('location') ?? 'local',
      tags: tagsOf(args.list('tags')),
      properties: {
        enabled: !args.flag('disabled'),
        targetResourceUri: id,
        profiles: [{ name: defaultProfile, capacity, rules: [] }],
        notifications,
      },
    },
    { signal: world.signal },
  );
  if (capacity.minimum !== capacity.default || capacity.maximum !== capacity.default) {
    terminal.warn('Follow up with `az monitor autoscale rule create` to add scaling rules.');
  }
  return settingShape(created);
}
