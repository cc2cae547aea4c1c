import { endpoints } from '../../../../sdk/endpoints.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { openSession } from '../../../session.ts';
import { watched } from '../../watch.ts';

/** `az ml online-endpoint regenerate-keys`: prints nothing. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const name = args.need('name').toLowerCase();
  const type = args.text('key-type') ?? 'primary';
  if (!/^(primary|secondary)$/i.test(type)) {
    throw new Failure(`--key-type is '${type}'; it must be primary or secondary.`);
  }
  const session = await openSession(call);
  const api = endpoints(session.client, session.workspace);
  const { properties } = await api.get(name);
  if (properties.authMode !== 'Key') {
    throw new Failure(
      `The endpoint '${name}' uses tokens (${properties.authMode}) and has no keys to regenerate.`,
    );
  }
  const key = type.toLowerCase() === 'primary' ? 'Primary' : 'Secondary';
  await watched(call, `Regenerating the ${key.toLowerCase()} key of ${name}`, (waiting) =>
    api.regenerateKey(name, key, { ...waiting, wait: !args.flag('no-wait') }),
  );
  return undefined;
}
