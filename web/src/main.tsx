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
