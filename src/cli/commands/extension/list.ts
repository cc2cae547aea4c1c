import { contract } from '../top/contract.ts';

/** The extension that Teal stands for. */
export const mlExtension = {
  experimental: false,
  extensionType: 'whl',
  name: 'ml',
  path: null,
  preview: false,
  version: contract.ml,
};

/** `az extension list`. */
export async function run(): Promise<unknown> {
  return [mlExtension];
}
