/** What a path says: the endpoint that it names, and what is asked of that. */

const PREFIX = '/api/v1/endpoint/';

export type Place = {
  /** undefined: the path names none, the host does. */
  readonly endpoint: string | undefined;
  /** '/score', '/swagger.json' or a route of a custom container. */
  readonly rest: string;
};

/** `/api/v1/endpoint/<name>/…`, or a path below an endpoint's own host. */
export function placeOf(path: string): Place {
  if (!path.startsWith(PREFIX)) return { endpoint: undefined, rest: path };
  const end = path.indexOf('/', PREFIX.length);
  if (end < 0) return { endpoint: path.slice(PREFIX.length), rest: '/' };
  return { endpoint: path.slice(PREFIX.length, end), rest: path.slice(end) };
}
