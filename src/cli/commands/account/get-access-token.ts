import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';

/** Teal's admin token does not expire; clients that keep tokens ask again after this time. */
const lifeSeconds = 3600;

/** `az account get-access-token`: the admin token, in the form in which Azure's clients read it. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const id = await subscriptionOf(call, client, target);
  const found = (await workspaces(client).subscriptions()).find(
    ({ subscriptionId }) => subscriptionId === id,
  );
  const expires = Math.floor(Date.now() / 1000) + lifeSeconds;
  return {
    accessToken: target.token,
    expiresOn: localTime(expires),
    expires_on: expires,
    subscription: id,
    tenant: found?.tenantId ?? null,
    tokenType: 'Bearer',
  };
}

/** `2026-01-31 08:09:10.000000`, in the local time zone. */
function localTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.000000`;
}
