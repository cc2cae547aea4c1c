/** Live and mirrored traffic of an endpoint, typed, explained and applied as one change. */
import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Spinner,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { type Draft, draftOf, type Flaws, fitted, flawsOf, isFlawless, splitOf, wantedOf } from './draft.ts';
import { Effect } from './effect.tsx';
import { type Applied, isOvertaken, useTrafficChange } from './handle.ts';
import { LiveShares } from './live-shares.tsx';
import { Mirror } from './mirror.tsx';
import { Overtaken } from './overtaken.tsx';
import { flawsFrom } from './refusal.ts';
import { Total } from './total.tsx';
import { changeWords } from './words.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', paddingBottom: '8px' },
});

export type TrafficFormProps = {
  /** As it is now; it may change while somebody types. */
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
  readonly onApplied: (applied: Applied) => void;
  readonly onUndo: () => void;
  readonly onClose: () => void;
};

export function TrafficForm({ endpoint, deployments, onApplied, onUndo, onClose }: TrafficFormProps) {
  const styles = useStyles();
  const now = splitOf(endpoint);
  const [opened, setOpened] = useState(now);
  const [typed, setTyped] = useState<Draft>(() => draftOf(now, deployments));
  const change = useTrafficChange(endpoint.name);
  const draft = fitted(typed, deployments);
  const own = flawsOf(draft);
  const refused = refusalOf(change.error, deployments);
  const flaws = refused ?? own;
  const words = isFlawless(own) ? changeWords(now, wantedOf(draft)) : [];
  const edit = (next: Draft): void => {
    change.reset();
    setTyped(next);
  };
  const restart = (): void => {
    setOpened(now);
    edit({ ...draftOf(now, deployments), reason: draft.reason });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isFlawless(own)) return focusFirstFlaw(event.currentTarget);
    if (words.length === 0 || change.isPending) return;
    change.mutate({ endpoint, wanted: wantedOf(draft), reason: draft.reason }, { onSuccess: onApplied });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>Update traffic of {endpoint.name}</DialogTitle>
        <DialogContent className={styles.content}>
          <Overtaken opened={opened} now={now} onRestart={restart} />
          {change.error !== null && refused === undefined && !isOvertaken(change.error) && (
            <ErrorBar error={change.error} />
          )}
          <div>
            <LiveShares draft={draft} flaws={flaws} onChange={edit} />
            <Total draft={draft} flaws={flaws} onChange={edit} />
          </div>
          <Mirror
            draft={draft}
            flaws={flaws}
            obstacle={mirrorObstacle(endpoint, deployments)}
            onChange={edit}
          />
          <Reason draft={draft} flaws={flaws} onChange={edit} />
          <Effect words={words} isReady={isFlawless(own)} />
        </DialogContent>
        <DialogActions position="start">
          <Button onClick={onUndo}>Undo last change …</Button>
        </DialogActions>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={change.isPending || (isFlawless(own) && words.length === 0)}
            icon={change.isPending ? <Spinner size="tiny" /> : null}
          >
            {change.isPending ? 'Applying …' : 'Apply'}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

type ReasonProps = {
  readonly draft: Draft;
  readonly flaws: Flaws;
  readonly onChange: (draft: Draft) => void;
};

function Reason({ draft, flaws, onChange }: ReasonProps) {
  return (
    <Field
      label="Reason (optional)"
      hint="Kept in the history, with who and when."
      validationState={flaws.reason === undefined ? 'none' : 'error'}
      validationMessage={flaws.reason}
    >
      <Input
        autoComplete="off"
        value={draft.reason}
        onChange={(_, data) => onChange({ ...draft, reason: data.value })}
      />
    </Field>
  );
}

function refusalOf(error: unknown, deployments: readonly DeploymentResource[]): Flaws | undefined {
  if (!(error instanceof Error)) return undefined;
  const target = 'target' in error && typeof error.target === 'string' ? error.target : undefined;
  const names = deployments.map(({ name }) => name);
  return flawsFrom({ target, message: error.message }, names);
}

function mirrorObstacle(
  { properties }: EndpointResource,
  deployments: readonly DeploymentResource[],
): string | undefined {
  if (properties.compute !== null) return 'Mirroring is available on managed endpoints only.';
  return deployments.length < 2 ? 'A mirror needs a second deployment, one without live traffic.' : undefined;
}

function focusFirstFlaw(form: EventTarget & Element): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"], input')?.focus();
}
