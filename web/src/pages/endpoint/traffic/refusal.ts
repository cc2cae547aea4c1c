/** Which field of the dialog a refusal of the service is about. */
import type { Flaws } from './draft.ts';

export type Refusal = { readonly target: string | undefined; readonly message: string };

/** The refusal at its field; undefined when it belongs to none of them. */
export function flawsFrom({ target = '', message }: Refusal, names: readonly string[]): Flaws | undefined {
  const path = target.replace(/^properties\./, '').replace(/^mirrorTraffic/, 'mirror_traffic');
  const name = names.find((one) => path === `traffic.${one}`);
  if (name !== undefined) return { live: { [name]: message } };
  if (path === 'traffic') return { live: {}, total: message };
  if (path === 'x-teal-reason') return { live: {}, reason: message };
  if (path.startsWith('mirror_traffic.')) return { live: {}, mirrorTo: message };
  return path === 'mirror_traffic' ? { live: {}, mirrorPercent: message } : undefined;
}
