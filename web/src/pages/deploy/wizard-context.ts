import { createContext, use } from 'react';
import type { UploadSource } from '../../../../src/sdk/files.ts';
import type { Draft } from './draft.ts';
import type { Flaws } from './flaws.ts';
import type { Known } from './known.ts';
import type { FieldId } from './steps.ts';
import type { Picked, State, Store } from './store.ts';

/** What every step sees of the wizard, and how it changes it. */
export type Wizard = {
  readonly draft: Draft;
  readonly known: Known;
  readonly picked: Picked;
  readonly flaws: Flaws;
  readonly change: Store['change'];
  readonly pick: (part: keyof Picked, source: UploadSource) => void;
  /** What a field has to say now: the service's words first. */
  readonly problem: (field: FieldId) => string | undefined;
};

export const WizardContext = createContext<Wizard | undefined>(undefined);

export function useWizard(): Wizard {
  const wizard = use(WizardContext);
  if (wizard === undefined) throw new Error('There is no wizard around this step.');
  return wizard;
}

/** `isAsked`: somebody wanted to go on from this field's step, so that what is missing is said. */
export function problemOf(
  field: FieldId,
  { said, flaws, isAsked }: { said: State['said']; flaws: Flaws; isAsked: boolean },
): string | undefined {
  const flaw = flaws[field];
  return said[field] ?? (flaw !== undefined && (!flaw.isMissing || isAsked) ? flaw.text : undefined);
}
