/** Which page stands at which address. Pages come when they are asked for; what they load begins beside them. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { loadEndpoint } from '../pages/endpoint/loader.ts';
import { loadEndpoints } from '../pages/endpoints/loader.ts';
import { loadEnvironments } from '../pages/environments/loader.ts';
import { loadModels } from '../pages/models/loader.ts';
import { loadModel } from '../pages/models/model/loader.ts';
import { ErrorPage, NotFoundPage, WaitPage } from './answers.tsx';
import { enter } from './enter.ts';
import { type EndpointTab, paths, patterns } from './paths.ts';
import { Shell } from './shell.tsx';

/** What a loader gets: the cache that it fills, and the names in the address. */
export type Loading = { readonly queries: QueryClient; readonly params: Readonly<Record<string, string>> };
type Load = (loading: Loading) => Promise<unknown>;
type PageModule = Promise<{ readonly Page: () => React.ReactNode }>;

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: ({ context, location }) => enter(context.queries, location.href),
  component: Shell,
});

function page(path: string, open: () => PageModule, load?: Load) {
  return createRoute({ getParentRoute: () => shell, path, ...content(open, load) });
}

function content(open: () => PageModule, load: Load = async () => undefined) {
  return {
    component: lazyRouteComponent(open, 'Page'),
    loader: async ({
      context,
      params,
    }: {
      context: { queries: QueryClient };
      params: Readonly<Record<string, string>>;
    }) => {
      await load({ queries: context.queries, params });
    },
  };
}

const endpoint = page(patterns.endpoint, () => import('../pages/endpoint/page.tsx'), loadEndpoint);

function tab(name: EndpointTab, open: () => PageModule, load?: Load) {
  return createRoute({ getParentRoute: () => endpoint, path: name, ...content(open, load) });
}

const endpointTree = endpoint.addChildren([
  createRoute({
    getParentRoute: () => endpoint,
    path: '/',
    beforeLoad: ({ params }) => {
      throw redirect({ ...paths.endpoint((params as { name: string }).name), replace: true });
    },
  }),
  tab('details', () => import('../pages/endpoint/details/page.tsx')),
  tab('test', () => import('../pages/endpoint/test/page.tsx')),
  tab('consume', () => import('../pages/endpoint/consume/page.tsx')),
  tab('monitor', () => import('../pages/endpoint/monitor/page.tsx')),
  tab('logs', () => import('../pages/endpoint/logs/page.tsx')),
  tab('history', () => import('../pages/endpoint/history/page.tsx')),
]);

const tree = root.addChildren([
  createRoute({
    getParentRoute: () => root,
    path: patterns.signIn,
    component: lazyRouteComponent(() => import('../pages/sign-in/page.tsx'), 'Page'),
  }),
  shell.addChildren([
    createRoute({
      getParentRoute: () => shell,
      path: patterns.home,
      beforeLoad: () => {
        throw redirect({ ...paths.endpoints(), replace: true });
      },
    }),
    page(patterns.endpoints, () => import('../pages/endpoints/page.tsx'), loadEndpoints),
    page(patterns.newEndpoint, () => import('../pages/deploy/new-endpoint/page.tsx')),
    page(patterns.newDeployment, () => import('../pages/deploy/new-deployment/page.tsx'), loadEndpoint),
    endpointTree,
    page(patterns.models, () => import('../pages/models/list/page.tsx'), loadModels),
    page(patterns.model, () => import('../pages/models/model/page.tsx'), loadModel),
    page(patterns.environments, () => import('../pages/environments/list/page.tsx'), loadEnvironments),
    page(patterns.environment, () => import('../pages/environments/environment/page.tsx')),
  ]),
]);

/** The router over one cache. */
export function studioRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // The cache decides what is fresh, not the router.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: WaitPage,
    defaultPendingMs: 300,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    // Values behind the question mark are text, as people write them, not JSON.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const query = new URLSearchParams(
        Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      );
      return query.size === 0 ? '' : `?${query}`;
    },
  });
}
