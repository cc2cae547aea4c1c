import { parseCondition, parseScale, parseTimeGrain } from '../../../../../arm/autoscale/condition.ts';
import type { AutoscaleRule } from '../../../../../sdk/autoscale.ts';
import type { Call } from '../../../../call.ts';
import { resourceId } from '../../resource.ts';
import { bodyOf, defaultProfile, openSettings, profileNamed, typed, withProfile } from '../setting.ts';

/** `az monitor autoscale rule create`: added at the end of a profile; the metric is the scaled resource's unless --resource says whose. */
export async function run(call: Call): Promise<unknown> {
  const { args, terminal, world } = call;
  const condition = typed(() => parseCondition(args.list('condition').join(' ')));
  const scale = typed(() => parseScale(args.list('scale').join(' ')));
  const grain = typed(() =>
    parseTimeGrain(args.has('timegrain') ? args.list('timegrain').join(' ') : 'avg 1m'),
  );
  const { settings, account } = await openSettings(call);
  const source = await resourceId(call, account);
  const setting = args.need('autoscale-name');
  const before = await settings.get(setting, { signal: world.signal });
  const profile = profileNamed(before, args.text('profile-name') ?? defaultProfile);
  const rule: AutoscaleRule = {
    metricTrigger: {
      ...condition,
      ...grain,
      metricResourceUri: source ?? before.properties.targetResourceUri,
    },
    scaleAction: { ...scale, cooldown: `PT${args.text('cooldown') ?? '5'}M` },
  };
  const changed = { ...profile, rules: [...profile.rules, rule] };
  const profiles = withProfile(before, changed);
  const after = await settings.put(setting, bodyOf(before, { profiles }), { signal: world.signal });
  const warning = oneSided(changed.name, changed.rules);
  if (warning !== undefined) terminal.warn(warning);
  return profileNamed(after, profile.name).rules.at(-1);
}

function oneSided(name: string, rules: readonly AutoscaleRule[]): string | undefined {
  const has = (direction: string) => rules.some(({ scaleAction }) => scaleAction.direction === direction);
  const [out, into] = [has('Increase'), has('Decrease')];
  if (out === into) return undefined;
  const [there, missing] = out ? ['out', 'in'] : ['in', 'out'];
  return `Profile '${name}' has rules to scale ${there} but none to scale ${missing}. Recommend creating at least 1 scale ${missing} rule.`;
}
