import type { EndpointResource } from '../../../../src/sdk/wire.ts';

/** What the list is to show; '' is anything. */
export type Filter = { readonly name: string; readonly tag: string; readonly compute: string };

/** The endpoints that a filter lets through. A tag is `NAME` or `NAME=VALUE`, the beginning of it is enough. */
export function filtered(
  endpoints: readonly EndpointResource[],
  { name, tag, compute }: Filter,
): readonly EndpointResource[] {
  const part = name.trim().toLowerCase();
  const beginning = tag.trim().toLowerCase();
  return endpoints.filter(
    (endpoint) =>
      endpoint.name.includes(part) &&
      (compute === '' || endpoint.kind === compute) &&
      (beginning === '' || tagsOf(endpoint).some((one) => one.toLowerCase().startsWith(beginning))),
  );
}

/** All tags that there are, as the filter takes them. */
export function knownTags(endpoints: readonly EndpointResource[]): readonly string[] {
  return [...new Set(endpoints.flatMap(tagsOf))].sort();
}

function tagsOf({ tags }: EndpointResource): string[] {
  return Object.entries(tags).map(([name, value]) => (value === '' ? name : `${name}=${value}`));
}
