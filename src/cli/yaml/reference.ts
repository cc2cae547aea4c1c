import { Failure } from '../failure.ts';

export type ReferenceKind = 'models' | 'environments' | 'codes';

/**
 * A reference to an asset in the form that the service takes. Accepted: `azureml:NAME:VERSION`, `azureml:NAME@latest`,
 * `azureml:NAME`, a full ARM id with or without `azureml:` before it, and the curated environments of the registry
 * `azureml`. Throws exit 1 for other registries and for anything else.
 */
export function referenceOf(kind: ReferenceKind, field: string, text: string): string {
  if (/^azureml:\/\/registries\//i.test(text)) return fromRegistry(kind, field, text);
  const id = text.replace(/^azureml:(?=\/)/, '');
  if (new RegExp(`^/subscriptions/.+/${kind}/[^/]+/(versions|labels)/[^/]+$`, 'i').test(id)) return id;
  if (/^azureml:[^:@/\s]+([:@][^:@/\s]+)?$/.test(text)) return text;
  throw new Failure(
    `${field}: value '${text}', allowed: azureml:NAME:VERSION, azureml:NAME@LABEL, azureml:NAME, a full id /subscriptions/…/${kind}/NAME/versions/VERSION, or a definition in place.`,
  );
}

/** Whether a text is meant as a reference rather than as a local path. */
export function isReference(text: string): boolean {
  return text.startsWith('azureml:') || text.startsWith('/subscriptions/');
}

function fromRegistry(kind: ReferenceKind, field: string, text: string): string {
  if (kind === 'environments' && /^azureml:\/\/registries\/azureml\/environments\//i.test(text)) return text;
  throw new Failure(
    `${field}: value '${text}' lies in a registry. Registries are not available on Teal; register the ${kind.slice(0, -1)} in the workspace and use azureml:NAME:VERSION.`,
  );
}
