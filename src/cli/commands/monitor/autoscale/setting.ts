/** What the commands on autoscale settings have in common: where one lies, how it is read, written and shown. */
import {
  type AutoscaleProfile,
  type AutoscaleSettingBody,
  type AutoscaleSettingResource,
  type AutoscaleSettings,
  autoscaleSettings,
} from '../../../../sdk/autoscale.ts';
import type { Call } from '../../../call.ts';
import { Failure, usage } from '../../../failure.ts';
import { groupOf, openAccount, subscriptionOf } from '../../../session.ts';

export type OpenSettings = {
  readonly settings: AutoscaleSettings;
  readonly account: Awaited<ReturnType<typeof openAccount>>;
};

/** The settings of the resource group. Throws exit 2 when none is named; `fallback` is the group of an id. */
export async function openSettings(call: Call, fallback?: string): Promise<OpenSettings> {
  const account = await openAccount(call);
  const { client, target } = account;
  const resourceGroup = call.args.text('resource-group') ?? fallback ?? groupOf(call, target);
  if (resourceGroup === undefined) {
    throw usage('the following arguments are required: --resource-group/-g');
  }
  const subscription = await subscriptionOf(call, client, target);
  return { account, settings: autoscaleSettings(client, { subscription, resourceGroup }) };
}

/** Azure CLI shows the properties beside the rest. */
export function settingShape({ properties, ...rest }: AutoscaleSettingResource) {
  const [, , , , resourceGroup] = rest.id.split('/');
  return { ...rest, ...properties, resourceGroup };
}

/** A setting as it is sent back. */
export function bodyOf(
  { location, tags, properties }: AutoscaleSettingResource,
  change: Partial<AutoscaleSettingBody['properties']>,
): AutoscaleSettingBody {
  return { location, tags, properties: { ...properties, ...change } };
}

const around = ['id', 'name', 'type', 'systemData', 'resourceGroup', 'location', 'tags'];

/** What was shown, perhaps edited, as it is sent back: what is not around the properties is one; the server judges it. */
export function bodyOfShape(shape: Record<string, unknown>): AutoscaleSettingBody {
  const properties = Object.fromEntries(Object.entries(shape).filter(([key]) => !around.includes(key)));
  return { location: shape.location, tags: shape.tags, properties } as AutoscaleSettingBody;
}

export const defaultProfile = 'default';

/** Throws exit 1 with the names that there are. */
export function profileNamed({ properties }: AutoscaleSettingResource, name: string): AutoscaleProfile {
  const found = properties.profiles.find((profile) => profile.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const names = properties.profiles.map((profile) => profile.name).join(', ');
  throw new Failure(`The autoscale setting has no profile '${name}'; there are ${names}.`);
}

/** The profiles with one of them changed. */
export function withProfile(
  { properties }: AutoscaleSettingResource,
  profile: AutoscaleProfile,
): readonly AutoscaleProfile[] {
  return properties.profiles.map((one) => (one.name === profile.name ? profile : one));
}

/** The end of a recurring profile is a profile, too: the default's twin, named by JSON, `{"name":"default","for":"weekend"}`. */
export function twinOf(name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(name);
    if (typeof value !== 'object' || value === null || !('for' in value)) return undefined;
    return String(value.for);
  } catch {
    return undefined;
  }
}

/** The profile that is in force when no other one is. */
export function defaultOf({ properties }: AutoscaleSettingResource): AutoscaleProfile | undefined {
  return (
    properties.profiles.find(({ recurrence, fixedDate }) => !recurrence && !fixedDate) ??
    properties.profiles.find(({ name }) => twinOf(name) !== undefined)
  );
}

/** What cannot be parsed is a mistake in the command line: exit 2. */
export function typed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

/** `--count`, `--min-count` and `--max-count`: without the two, exactly `--count`. */
export function capacityAsked({ args }: Pick<Call, 'args'>): AutoscaleProfile['capacity'] {
  const count = args.need('count');
  return {
    default: count,
    minimum: args.text('min-count') ?? count,
    maximum: args.text('max-count') ?? count,
  };
}
