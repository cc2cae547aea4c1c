/**
 * What a wizard holds, outside of its page: who looks at another page meanwhile finds the files that were picked and the
 * creation that runs.
 */
import type { UploadSource } from '../../../../src/sdk/files.ts';
import type { Progress } from '../../../../src/sdk/operation.ts';
import type { UploadProgress } from '../../../../src/sdk/upload.ts';
import { changed, type Draft, type SectionId } from './draft.ts';
import { keepDraft, keptDraft } from './keep.ts';
import type { FieldId } from './steps.ts';

export type Picked = { readonly model?: UploadSource; readonly code?: UploadSource };

export type StageId = 'model' | 'code' | 'environment' | 'endpoint' | 'deployment' | 'traffic';

/** A creation, as far as it has come. */
export type Run = {
  readonly stages: readonly StageId[];
  readonly stage: StageId;
  readonly upload?: UploadProgress | undefined;
  readonly progress?: Progress | undefined;
  /** Whether the environment was built for it, so that its log tells something. */
  readonly hasBuilt: boolean;
  readonly state: 'running' | 'failed' | 'done';
  readonly error?: unknown;
};

export type State = {
  readonly draft: Draft;
  readonly picked: Picked;
  readonly run: Run | undefined;
  /** What the service said of fields, until they change. */
  readonly said: Partial<Record<FieldId, string>>;
  /** It was begun before the page was loaded anew. */
  readonly isRestored: boolean;
};

export type Store = {
  get(): State;
  set(more: Partial<State>): void;
  change<S extends SectionId>(section: S, more: Partial<Draft[S]>): void;
  watch(listener: () => void): () => void;
  /** Begins anew, with nothing kept. */
  clear(begin: Draft): void;
  /** All is done: whoever comes next begins anew. */
  end(): void;
};

const stores = new Map<string, Store>();

/** One for each endpoint, and one for new ones; `begin` is asked when nothing is kept under this key. */
export function storeOf(key: string, begin: () => Draft): Store {
  const known = stores.get(key);
  if (known !== undefined) return known;
  const kept = keptDraft(key);
  const made = createStore(key, {
    draft: kept ?? begin(),
    picked: {},
    run: undefined,
    said: {},
    isRestored: kept !== undefined,
  });
  stores.set(key, made);
  return made;
}

function createStore(key: string, first: State): Store {
  let state = first;
  const listeners = new Set<() => void>();
  const put = (next: State) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => state,
    set: (more) => put({ ...state, ...more }),
    change: (section, more) => {
      const draft = changed(state.draft, section, more);
      keepDraft(key, draft);
      put({ ...state, draft, said: withoutSection(state.said, section) });
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear: (begin) => {
      keepDraft(key, undefined);
      put({ draft: begin, picked: {}, run: undefined, said: {}, isRestored: false });
    },
    end: () => {
      keepDraft(key, undefined);
      stores.delete(key);
    },
  };
}

function withoutSection(said: State['said'], section: SectionId): State['said'] {
  return Object.fromEntries(Object.entries(said).filter(([field]) => !field.startsWith(`${section}.`)));
}
