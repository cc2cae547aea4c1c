import type { AutoscaleNotification } from '../../../../sdk/autoscale.ts';
import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import type { Occurrence } from '../../../parse/arguments.ts';

/** Whom Azure would tell of a change: the one there is, with what the options add and remove. Kept and shown, not sent. */
export function notificationOf(
  { args }: Pick<Call, 'args'>,
  before: AutoscaleNotification | undefined,
): AutoscaleNotification {
  const uses = (key: string) => args.occurrences.filter((one) => one.key === key);
  const added = [...uses('action'), ...uses('add-action')].map(actionOf);
  const removed = new Set(uses('remove-action').flatMap(({ values }) => checked(values).slice(1)));
  const flag = (key: string) => (args.given(key) ? args.flag(key) : undefined);
  const administrator = flag('email-administrator') ?? before?.email?.sendToSubscriptionAdministrator;
  const others = flag('email-coadministrators') ?? before?.email?.sendToSubscriptionCoAdministrators;
  return {
    operation: 'Scale',
    email: {
      sendToSubscriptionAdministrator: administrator ?? false,
      sendToSubscriptionCoAdministrators: others ?? false,
      customEmails: [
        ...(before?.email?.customEmails ?? []).filter((address) => !removed.has(address)),
        ...added.flatMap(({ emails }) => emails),
      ],
    },
    webhooks: [
      ...(before?.webhooks ?? []).filter(({ serviceUri = '' }) => !removed.has(serviceUri)),
      ...added.flatMap(({ webhooks }) => webhooks),
    ],
  };
}

/** `email ADDRESS …` or `webhook URI [KEY=VALUE …]`. Throws exit 2. */
function actionOf({ values }: Occurrence) {
  const [type = '', ...rest] = checked(values);
  if (type === 'email') return { emails: rest, webhooks: [] };
  const [serviceUri = '', ...pairs] = rest;
  const properties = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at <= 0) throw usage(`argument --action: '${pair}' is not of the form KEY=VALUE`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return { emails: [], webhooks: [{ serviceUri, properties: Object.fromEntries(properties) }] };
}

function checked(values: readonly string[]): readonly string[] {
  const [type = '', ...rest] = values;
  if (/^(email|webhook)$/i.test(type) && rest.length > 0) return [type.toLowerCase(), ...rest];
  throw usage('usage error: --action {email,webhook} KEY [ARGS]');
}
