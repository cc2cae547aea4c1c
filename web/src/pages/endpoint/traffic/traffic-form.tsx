/** Live and mirrored traffic of an endpoint, typed, explained and applied as one change. */
import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  Spinner,
} from '@fluentui/react-components';
import type { FormEvent } from 'react';
import { endpointActions } from '../../../../../src/sdk/allowed.ts';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { type Flaws, flawsOf, isFlawless, splitOf, wantedOf } from './draft.ts';
import { Effect } from './effect.tsx';
import { type Applied, useTrafficChange } from './handle.ts';
import { LiveShares } from './live-shares.tsx';
import { Mirror } from './mirror.tsx';
import { Overtaken } from './overtaken.tsx';
import { ReasonField } from './reason-field.tsx';
import { flawsFrom } from './refusal.ts';
import { Total } from './total.tsx';
import { useDraft } from './use-draft.ts';
import { changeWords } from './words.ts';

const useStyles = makeStyles({
  // Beside the legend of what stands below it.
  undo: { display: 'flex', justifyContent: 'flex-end', marginBottom: '-26px' },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
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
  const change = useTrafficChange(endpoint.name);
  const { draft, opened, edit, restart } = useDraft(endpoint, deployments, change.reset);
  const own = flawsOf(draft);
  const refused = refusalOf(change.error, deployments);
  const parts = { draft, flaws: refused ?? own, onChange: edit };
  const words = isFlawless(own) ? changeWords(now, wantedOf(draft)) : [];
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
          {refused === undefined && <ErrorBar error={change.error} />}
          <div>
            <div className={styles.undo}>
              <Button size="small" onClick={onUndo}>
                Undo last change …
              </Button>
            </div>
            <LiveShares {...parts} />
            <Total {...parts} />
          </div>
          <Mirror {...parts} obstacle={mirrorObstacle(endpoint, deployments)} />
          <ReasonField
            reason={draft.reason}
            flaw={parts.flaws.reason}
            onChange={(reason) => edit({ ...draft, reason })}
          />
          <Effect words={words} isReady={isFlawless(own)} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Apply isRunning={change.isPending} isIdle={isFlawless(own) && words.length === 0} />
        </DialogActions>
      </DialogBody>
    </form>
  );
}

/** Pressed on a draft with flaws it leads to the first of them. */
function Apply({ isRunning, isIdle }: { readonly isRunning: boolean; readonly isIdle: boolean }) {
  return (
    <Button
      type="submit"
      appearance="primary"
      disabledFocusable={isRunning || isIdle}
      icon={isRunning ? <Spinner size="tiny" /> : null}
    >
      {isRunning ? 'Applying …' : 'Apply'}
    </Button>
  );
}

function refusalOf(error: unknown, deployments: readonly DeploymentResource[]): Flaws | undefined {
  if (!(error instanceof Error)) return undefined;
  const target = 'target' in error && typeof error.target === 'string' ? error.target : undefined;
  const names = deployments.map(({ name }) => name);
  return flawsFrom({ target, message: error.message }, names);
}

/** Why nothing can be mirrored; undefined when something can. */
function mirrorObstacle(
  endpoint: EndpointResource,
  deployments: readonly DeploymentResource[],
): string | undefined {
  const refusal = endpointActions(endpoint).setMirror;
  if (refusal !== null) return refusal.message;
  return deployments.length < 2 ? 'A mirror needs a second deployment, one without live traffic.' : undefined;
}

function focusFirstFlaw(form: EventTarget & Element): void {
  const flawed = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  (flawed ?? form.querySelector<HTMLElement>('input[inputmode="decimal"]'))?.focus();
}
