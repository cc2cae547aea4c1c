/** The kind, name and version in the id of a version of an asset. */
export function assetOf(id: string): {
  readonly kind: string;
  readonly name: string;
  readonly version: string;
} {
  const [, kind = '', name = '', version = ''] =
    /\/(models|environments|codes|data)\/([^/]+)\/versions\/([^/]+)$/i.exec(id) ?? [];
  return { kind, name, version };
}
