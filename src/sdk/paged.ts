import type { Ask, Client, Reply } from './http.ts';

/** A list that the service gives page by page; each walk over it asks anew. */
export type Paged<T> = AsyncIterable<T> & {
  /** The pages as the service cuts them. */
  pages(): AsyncIterable<readonly T[]>;
  /** All items at once. */
  all(): Promise<readonly T[]>;
};

/** The items of a paged list, `nextLink` followed; nothing is asked before somebody walks. */
export function paged<T>(client: Client, path: string, ask: Ask = {}): Paged<T> {
  const pages = () => pagesOf<T>(client, path, ask);
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
    async all() {
      const items: T[] = [];
      for await (const page of pages()) items.push(...page);
      return items;
    },
  };
}

async function* pagesOf<T>(client: Client, path: string, ask: Ask): AsyncGenerator<readonly T[], void> {
  type Page = { readonly value: readonly T[]; readonly nextLink?: string | null };
  // A nextLink has a query of its own.
  const { query: _, ...further } = ask;
  let page: Reply<Page> = await client.call<Page>('GET', path, ask);
  yield page.body.value;
  while (page.body.nextLink) {
    page = await client.call<Page>('GET', page.body.nextLink, further);
    yield page.body.value;
  }
}
