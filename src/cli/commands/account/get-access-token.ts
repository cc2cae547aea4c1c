import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { armError } from '../../../sdk/errors.ts';
import { send } from '../../../sdk/http.ts';
import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';
import { homeOf, type Target } from '../../target.ts';

type Issued = { readonly token: string; readonly expires: number };

const defaultResource = 'https://management.azure.com';
/** The admin token does not expire; clients that keep tokens ask again after this time. */
const lifeSeconds = 3600;

/**
 * `az account get-access-token`: a token for the resource or scope that was asked for, in the form in which Azure's
 * clients read it. Of a Teal elsewhere only the admin token is known here, so that is what it prints.
 */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const id = await subscriptionOf(call, client, target);
  const found = (await workspaces(client).subscriptions().all()).find(
    ({ subscriptionId }) => subscriptionId === id,
  );
  const { token, expires } = await issued(call, target);
  return {
    accessToken: token,
    expiresOn: localTime(expires),
    expires_on: expires,
    subscription: id,
    tenant: found?.tenantId ?? null,
    tokenType: 'Bearer',
  };
}

async function issued(call: Call, target: Target): Promise<Issued> {
  if (call.world.env.TEAL_URL)
    return { token: target.token, expires: Math.floor(Date.now() / 1000) + lifeSeconds };
  const secret = readFileSync(join(homeOf(call.world), 'identity-header'), 'utf8').trim();
  const door = new URL('/identity/token', target.url);
  door.searchParams.set('resource', resourceOf(call));
  const answer = await send(fetch, door.href, { headers: { 'X-IDENTITY-HEADER': secret } });
  const text = await answer.text();
  if (!answer.ok) throw armError(answer.status, text);
  const body = JSON.parse(text) as { readonly access_token: string; readonly expires_on: string };
  return { token: body.access_token, expires: Number(body.expires_on) };
}

/** A scope is a resource and what may be done with it: `https://ml.azure.com/.default`. */
function resourceOf(call: Call): string {
  const scope = call.args.list('scope')[0]?.replace(/\/\.default$/, '');
  return call.args.text('resource') ?? scope ?? defaultResource;
}

/** `2026-01-31 08:09:10.000000`, in the local time zone. */
function localTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.000000`;
}
