/** Studio's own addresses: the only place where they are spelled, as patterns for the router and as places to go to. */
export const patterns = {
  home: '/',
  signIn: '/sign-in',
  endpoints: '/endpoints',
  newEndpoint: '/endpoints/new',
  endpoint: '/endpoints/$name',
  newDeployment: '/endpoints/$name/deployments/new',
  models: '/models',
  model: '/models/$name',
  environments: '/environments',
  environment: '/environments/$name',
} as const;

/** The tabs of an endpoint's page, in their order; each is the last part of its address. */
export const endpointTabs = ['details', 'test', 'consume', 'monitor', 'logs', 'history'] as const;
export type EndpointTab = (typeof endpointTabs)[number];

/** What goes behind the question mark. */
export type Asked = Readonly<Record<string, string | undefined>>;
/** Where a link or a navigation leads. */
export type Place = { readonly to: string; readonly search: Asked };
export type ModelAt = { readonly model?: string | undefined; readonly version?: string | undefined };

export const paths = {
  home: () => place(patterns.home),
  /** `then` is where to go afterwards: an address of Studio's own. */
  signIn: (then?: string) => place(patterns.signIn, {}, { then }),
  endpoints: () => place(patterns.endpoints),
  /** With the model that the wizard begins with. */
  newEndpoint: (begin: ModelAt = {}) => place(patterns.newEndpoint, {}, begin),
  endpoint: (name: string, tab: EndpointTab = 'details', asked: Asked = {}) =>
    place(`${patterns.endpoint}/${tab}`, { name }, asked),
  newDeployment: (endpoint: string, begin: ModelAt = {}) =>
    place(patterns.newDeployment, { name: endpoint }, begin),
  models: () => place(patterns.models),
  model: (name: string, version?: string) => place(patterns.model, { name }, { version }),
  environments: () => place(patterns.environments),
  /** `of: 'curated'` is one of the registry, not of the workspace; `log` opens that of its build. */
  environment: (name: string, version?: string, of?: 'curated', log?: 'build') =>
    place(patterns.environment, { name }, { version, of, log }),
} as const;

/** The place as text, for the address to come back to and for tests. */
export function hrefOf({ to, search }: Place): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? to : `${to}?${query}`;
}

function place(pattern: string, params: Readonly<Record<string, string>> = {}, search: Asked = {}): Place {
  const to = pattern.replace(/\$(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return { to, search };
}
