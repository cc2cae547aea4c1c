/**
 * Teal's own switches of an endpoint. They are carried as Azure ML carries such settings of its own
 * (`enforce_access_to_default_secret_stores`): among `properties`, `enabled` or `disabled`.
 */
import { DomainError } from './errors.ts';
import type { StringMap } from './workspace.ts';

/** A request that was lost with its instance may be made again, even if a script may have run it. */
export const retryLost = 'teal_retry_lost_requests';

const switches: readonly string[] = [retryLost];
/** Property names that begin so are Teal's. */
const prefix = 'teal_';
const states: readonly string[] = ['enabled', 'disabled'];

export function isEnabled(properties: StringMap, name: string): boolean {
  return properties[name] === 'enabled';
}

/** Throws bad-argument for a name of Teal's that is no switch, and for another state than the two. */
export function checkSwitches(properties: StringMap): void {
  for (const [name, state] of Object.entries(properties)) {
    if (!name.toLowerCase().startsWith(prefix)) continue;
    const target = `properties.properties.${name}`;
    if (!switches.includes(name)) {
      const allowed = `names that begin with ${prefix} are Teal's own, and allowed is ${switches.join(', ')}`;
      throw new DomainError('bad-argument', `${target} is not known; ${allowed}.`, { target });
    }
    if (states.includes(state)) continue;
    const allowed = `it must be one of ${states.join(', ')}`;
    throw new DomainError('bad-argument', `${target} is '${state}'; ${allowed}.`, { target });
  }
}
