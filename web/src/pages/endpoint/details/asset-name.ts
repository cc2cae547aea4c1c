/** Names in the ids of assets. */

export type AssetAt = { readonly name: string; readonly version: string };

/** Name and version in the id of a model, environment or code version; undefined when it is none. */
export function assetAt(id: string): AssetAt | undefined {
  const match = /\/(?:models|environments|codes)\/([^/]+)\/versions\/([^/]+)$/i.exec(id);
  const [, name, version] = match ?? /^azureml:(?!\/)([^:]+):([^:]+)$/i.exec(id) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}

/** `churn, version 2`; an id that says no more stays as it is. */
export function assetText(id: string): string {
  const at = assetAt(id);
  return at === undefined ? id : `${at.name}, version ${at.version}`;
}

/** The same of code, which has a hash for a name when nobody gave it one: its beginning tells it from others. */
export function codeText(id: string): string {
  return assetText(id).replace(/^([0-9a-f]{8})[0-9a-f]{24}(?=, version )/, '$1 …');
}
