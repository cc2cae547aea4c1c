import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../../../app/queries.ts';
import type { Known } from '../known.ts';
import type { Store } from '../store.ts';
import { firstStep, said } from './places.ts';
import { stagesOf, work } from './stages.ts';

export type Creation = {
  readonly store: Store;
  readonly known: Known;
  readonly queries: QueryClient;
  /** Called with the endpoint once all of it is done. */
  readonly onDone: (endpoint: string) => void;
  readonly signal: AbortSignal;
};

/**
 * Creates what the draft says, stage by stage. A refusal of a field leads to the step that has it; any other failure is
 * shown where it happened. Never rejects.
 */
export async function create({ store, known, queries, onDone, signal }: Creation): Promise<void> {
  const { draft } = store.get();
  const endpoint = known.endpoint ?? draft.endpoint.name;
  const stages = stagesOf(draft, known);
  let stage = stages[0] ?? 'deployment';
  try {
    for (stage of stages) {
      store.set({ run: { stages, stage, state: 'running', hasBuilt: store.get().run?.hasBuilt ?? false } });
      await work[stage]({ store, known, endpoint, signal });
    }
  } catch (error) {
    if (signal.aborted) return store.set({ run: undefined });
    const fields = said(stage, error);
    const step = firstStep(fields);
    if (step === undefined) return end(store, 'failed', error);
    store.set({ run: undefined, said: fields });
    return store.change('place', { step });
  } finally {
    await refreshed(queries, endpoint);
  }
  end(store, 'done');
  store.end();
  onDone(endpoint);
}

function end(store: Store, state: 'failed' | 'done', error?: unknown): void {
  const { run } = store.get();
  if (run !== undefined) store.set({ run: { ...run, state, error } });
}

async function refreshed(queries: QueryClient, endpoint: string): Promise<void> {
  const changed = [keys.endpoint(endpoint), keys.endpoints, keys.models, keys.environments];
  await Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
