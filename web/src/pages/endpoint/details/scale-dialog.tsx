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
  content: { display: 'flex', flexDirection: 'column', gap: '12px', paddingBottom: '8px' },
  input: { maxWidth: '10rem' },
});

type ScaleDialogProps = {
  readonly endpoint: string;
  readonly deployment: DeploymentResource;
  readonly onClose: () => void;
};

/** Open as long as it is there. Closing it while the change runs leaves the change running. */
export function ScaleDialog({ endpoint, deployment, onClose }: ScaleDialogProps) {
  const styles = useStyles();
  const { name, sku } = deployment;
  const [text, setText] = useState(String(sku.capacity));
  const scale = useScale(endpoint, name);
  const typed = countOf(text);
  const { fields, isPlaced } = fieldProblems(scale.error, { count: 'instance_count' });
  const flaw = 'flaw' in typed ? typed.flaw : fields.count;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if ('flaw' in typed || scale.isPending || typed.count === sku.capacity) return;
    scale.mutate(typed.count, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>Instances of {name}</DialogTitle>
            <DialogContent className={styles.content}>
              <Text>
                Every instance loads the model and answers by itself. More of them answer more requests at
                once; nothing that is under way is disturbed.
              </Text>
              <Field
                label="Instances"
                required
                hint={`1 to ${mostInstances}; now ${sku.capacity}`}
                validationState={flaw === undefined ? 'none' : 'error'}
                validationMessage={flaw}
              >
                <Input
                  className={styles.input}
                  inputMode="numeric"
                  autoComplete="off"
                  value={text}
                  onChange={(_, { value }) => {
                    scale.reset();
                    setText(value);
                  }}
                />
              </Field>
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
                disabledFocusable={scale.isPending || ('count' in typed && typed.count === sku.capacity)}
                icon={scale.isPending ? <Spinner size="tiny" /> : null}
              >
                Apply
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
