/** Sets the number of instances of a deployment. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { fieldProblems } from '../../../parts/problem.ts';
import { useScale } from './handle.ts';
import { countOf, mostInstances } from './instance-count.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
  input: { maxWidth: '10rem' },
});

type ScaleDialogProps = {
  readonly endpoint: string;
  readonly deployment: DeploymentResource;
  readonly onClose: () => void;
};

/** Open as long as it is there. Closing it while the change runs leaves the change running. */
export function ScaleDialog(props: ScaleDialogProps) {
  return (
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && props.onClose()}>
      <DialogSurface>
        <ScaleForm {...props} />
      </DialogSurface>
    </Dialog>
  );
}

function ScaleForm({ endpoint, deployment, onClose }: ScaleDialogProps) {
  const styles = useStyles();
  const { name, sku } = deployment;
  const [text, setText] = useState(String(sku.capacity));
  const scale = useScale(endpoint, name);
  const typed = countOf(text);
  const { fields, isPlaced } = fieldProblems(scale.error, { count: 'instance_count' });
  const isSame = 'count' in typed && typed.count === sku.capacity;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('flaw' in typed || isSame || scale.isPending) return;
    scale.mutate(typed.count, { onSuccess: onClose });
  };
  const type = (value: string): void => {
    scale.reset();
    setText(value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>Instances of {name}</DialogTitle>
        <DialogContent className={styles.content}>
          <Text>
            Every instance loads the model and answers by itself. More of them answer more requests at once;
            nothing that is under way is disturbed.
          </Text>
          <Count
            text={text}
            now={sku.capacity}
            flaw={'flaw' in typed ? typed.flaw : fields.count}
            onType={type}
          />
          {scale.isPending && (
            <Text role="status">{scale.progress === '' ? 'Asking Teal …' : scale.progress}</Text>
          )}
          {!isPlaced && <ErrorBar error={scale.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{scale.isPending ? 'Close, it goes on' : 'Cancel'}</Button>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={scale.isPending || isSame}
            icon={scale.isPending ? <Spinner size="tiny" /> : null}
          >
            Apply
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

type CountProps = {
  readonly text: string;
  readonly now: number;
  readonly flaw: string | undefined;
  readonly onType: (text: string) => void;
};

function Count({ text, now, flaw, onType }: CountProps) {
  const styles = useStyles();
  return (
    <Field
      label="Instances"
      hint={`1 to ${mostInstances}; now ${now}`}
      validationState={flaw === undefined ? 'none' : 'error'}
      validationMessage={flaw}
    >
      <Input
        className={styles.input}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(_, { value }) => onType(value)}
      />
    </Field>
  );
}
