/** Where Studio begins: cache, router, theme, page. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { hrefOf, paths, patterns } from './app/paths.ts';
import { createQueries } from './app/queries.ts';
import { studioRouter } from './app/router.tsx';
import { Themed } from './app/theme.tsx';

const queries = createQueries(signedOut);
const router = studioRouter(queries);
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

/** The session ended under us: sign in again and come back. What was typed is lost only where a page keeps no draft. */
function signedOut(): void {
  const here = router.state.location;
  if (here.pathname === patterns.signIn) return;
  location.assign(hrefOf(paths.signIn(here.href)));
}
