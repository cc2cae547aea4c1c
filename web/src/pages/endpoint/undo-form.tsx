import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Shares, UndoPlan } from '../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { TimeStamp } from '../../parts/time-stamp.tsx';
import { useUndo } from './handle.ts';
import { undoPlanQuery } from './loader.ts';
import { reasonFlaw, type Split } from './traffic/draft.ts';
import { Effect } from './traffic/effect.tsx';
import type { Applied } from './traffic/handle.ts';
import { ReasonField } from './traffic/reason-field.tsx';
import { changeWords } from './traffic/words.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
});

type UndoFormProps = {
  readonly endpoint: string;
  readonly onApplied: (applied: Applied) => void;
  readonly onClose: () => void;
};

export function UndoForm({ endpoint, onApplied, onClose }: UndoFormProps) {
  const styles = useStyles();
  const plan = useQuery(undoPlanQuery(endpoint));
  const [reason, setReason] = useState('');
  const undo = useUndo(endpoint);
  const flaw = reasonFlaw(reason);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (plan.data === undefined || flaw !== undefined || undo.isPending) return;
    undo.mutate({ etag: plan.data.etag, reason }, { onSuccess: onApplied });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>Undo the last change of traffic of {endpoint}</DialogTitle>
        <DialogContent className={styles.content}>
          {plan.isPending && <Spinner label="Looking at what would be put back …" />}
          {plan.error !== null && <ErrorBar error={plan.error} />}
          {undo.error !== null && <ErrorBar error={undo.error} />}
          {plan.data !== undefined && <Undone plan={plan.data} />}
          {plan.data !== undefined && <ReasonField reason={reason} flaw={flaw} onChange={setReason} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={plan.data === undefined || undo.isPending}
            icon={undo.isPending ? <Spinner size="tiny" /> : null}
          >
            {undo.isPending ? 'Undoing …' : 'Undo'}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function Undone({ plan }: { readonly plan: UndoPlan }) {
  const { who, at, reason } = plan.undone.properties;
  return (
    <>
      <Text>
        Taken back is the change that {who} made on <TimeStamp at={at} />
        {reason === null ? '.' : ` (“${reason}”).`} Deployments stay as they are. Undoing again leads back to
        where you are now.
      </Text>
      <Effect words={changeWords(splitFrom(plan.before), splitFrom(plan.after))} isReady />
    </>
  );
}

function splitFrom({ traffic, mirrorTraffic }: Shares): Split {
  return { traffic, mirror: mirrorTraffic };
}
