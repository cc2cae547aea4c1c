import type { Subscription } from '../../../sdk/wire.ts';

/** A subscription as `az account` prints it. */
export function accountShape(
  { subscriptionId, displayName, state, tenantId }: Subscription,
  isDefault: boolean,
): Record<string, unknown> {
  return {
    environmentName: 'Teal',
    homeTenantId: tenantId,
    id: subscriptionId,
    isDefault,
    managedByTenants: [],
    name: displayName,
    state,
    tenantId,
    user: { name: 'admin', type: 'user' },
  };
}
