import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useAsked } from '../../app/address.ts';
import { paths } from '../../app/paths.ts';
import { emptyDraft, freeName } from './draft.ts';
import { flawsOf } from './flaws.ts';
import { useKnown } from './known.ts';
import { create } from './run/create.ts';
import { type StepId, stepOf, stepsFor } from './steps.ts';
import { type Picked, type Store, storeOf } from './store.ts';
import { problemOf, type Wizard } from './wizard-context.ts';

export type Begin = {
  /** The endpoint to add a deployment to; undefined for a new one. */
  readonly endpoint: string | undefined;
  /** The names of its deployments. */
  readonly taken: readonly string[];
};

/** The wizard of one endpoint, or of new ones. */
export function useDeploy({ endpoint, taken }: Begin) {
  const begin = useCallback(() => emptyDraft(freeName(new Set(taken))), [taken]);
  // The one of this visit, also when it is done and the next visit would get another.
  const [store] = useState(() => storeOf(endpoint ?? '', begin));
  const state = useSyncExternalStore(store.watch, store.get);
  const { draft, picked, run, said } = state;
  useModelInAddress(store);
  const known = useKnown(endpoint, draft);
  const flaws = useMemo(() => flawsOf({ draft, known, picked }), [draft, known, picked]);
  const [asked, setAsked] = useState<ReadonlySet<StepId>>(new Set());
  const steps = stepsFor(endpoint);
  const current = steps.find((step) => step === draft.place.step) ?? steps[0] ?? 'model';
  const wizard: Wizard = {
    draft,
    known,
    picked,
    flaws,
    change: store.change,
    pick: (part, source) => store.set({ picked: { ...store.get().picked, [part]: source } satisfies Picked }),
    problem: (field) => problemOf(field, { said, flaws, isAsked: asked.has(stepOf(field)) }),
  };
  return {
    ...state,
    wizard,
    steps,
    current,
    /** To another step; where one was, what is missing is said from now on. */
    go: (step: StepId) => {
      setAsked(new Set([...asked, current]));
      store.set({ run: undefined });
      store.change('place', { step });
    },
    ask: () => setAsked(new Set([...asked, current])),
    startOver: () => {
      setAsked(new Set());
      store.clear(begin());
    },
    ...useCreate(store, wizard),
    isUploading: run?.state === 'running' && (run.stage === 'model' || run.stage === 'code'),
  };
}

/** The model that a link brought along, once: a reload does not put it over what was chosen since. */
function useModelInAddress(store: Store): void {
  const [name] = useAsked('model');
  const [version] = useAsked('version');
  const asked = `${name}:${version}`;
  useEffect(() => {
    if (name === '' || store.get().draft.place.begunWith === asked) return;
    store.change('model', { from: 'registered', name, version });
    store.change('place', { begunWith: asked });
  }, [store, name, version, asked]);
}

function useCreate(store: Store, { known, draft }: Wizard) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const stop = useRef<AbortController>(undefined);
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const start = () => {
    stop.current = new AbortController();
    const onDone = (endpoint: string) => {
      if (isHere.current) void navigate(paths.endpoint(endpoint));
    };
    void create({ store, known, queries, onDone, signal: stop.current.signal });
  };
  const begun = draft.deployment.operation;
  // A page that was loaded anew takes up what the last one began.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page comes.
  useEffect(() => {
    if (begun !== '' && store.get().run === undefined) start();
  }, []);
  return { start, stop: () => stop.current?.abort() };
}
