/** Where Studio begins: cache, router, theme, page. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { signInAgain } from './app/enter.ts';
import { createQueries } from './app/queries.ts';
import { studioRouter } from './app/router.tsx';
import { Themed } from './app/theme.tsx';

const queries = createQueries(signInAgain);
const router = studioRouter(queries);
// The page's code comes while the service says who is signed in.
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  const route = router.routesById[routeId];
  if (route !== undefined) void router.loadRouteChunk(route);
}
const place = document.getElementById('studio');
if (place === null) throw new Error('The page has no place for Studio.');

createRoot(place).render(
  <StrictMode>
    <Themed>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Themed>
  </StrictMode>,
);
