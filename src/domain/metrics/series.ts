/**
 * How requests came (by the split, by name in a header, as a copy), refusals before a deployment was found, what all clients
 * of an endpoint take up (`endpoint`), or what runs.
 */
export type SeriesKind = 'live' | 'direct' | 'mirrored' | 'refused' | 'endpoint' | 'instance' | 'deployment';

/** Whose numbers they are. By name, as in Azure: an endpoint that is made again under its name goes on where it ended. */
export type Series = {
  /** '' for requests that named no endpoint. */
  readonly endpoint: string;
  /** '' for refusals, and for what is the endpoint's. */
  readonly deployment: string;
  readonly kind: SeriesKind;
  /** '' unless the kind is `instance`. */
  readonly instance: string;
};

/** Names have no slash. */
export function keyOf({ endpoint, deployment, kind, instance }: Series): string {
  return `${endpoint}/${deployment}/${kind}/${instance}`;
}

export function seriesOf(key: string): Series {
  const [endpoint = '', deployment = '', kind = '', instance = ''] = key.split('/');
  return { endpoint, deployment, kind: kind as SeriesKind, instance };
}

/** Numbers of requests that reached a deployment, whichever way. */
export function isTraffic(kind: SeriesKind): boolean {
  return kind === 'live' || kind === 'direct' || kind === 'mirrored';
}
