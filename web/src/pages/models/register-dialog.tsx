import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import { useRef } from 'react';
import type { ModelVersion } from '../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { fieldProblems } from '../../parts/problem.ts';
import { isComplete, ModelFields, useModelForm } from '../../parts/upload/model-fields.tsx';
import { UploadBar } from '../../parts/upload/upload-bar.tsx';
import { useRegisterModel } from './handle.ts';

export type RegisterDialogProps = {
  readonly isOpen: boolean;
  /** A new version of this model; without it the name is asked for. */
  readonly name?: string;
  readonly onClose: () => void;
  readonly onDone: (model: ModelVersion) => void;
};

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: '12px' } });

/** Registers a model from this computer. What was typed stays when the service refuses it. */
export function RegisterDialog({ isOpen, name, onClose, onDone }: RegisterDialogProps) {
  const styles = useStyles();
  const [form, change] = useModelForm(name);
  const { register, progress } = useRegisterModel();
  const stop = useRef<AbortController>(undefined);
  const { fields, isPlaced } = fieldProblems(register.error, {
    name: 'name',
    version: 'version',
    files: 'properties.modelUri',
    type: 'properties.modelType',
  });
  const wasStopped = stop.current?.signal.aborted === true;
  const close = () => {
    stop.current?.abort();
    register.reset();
    onClose();
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!isComplete(form)) return;
    stop.current = new AbortController();
    register.mutate(
      { ...form, signal: stop.current.signal },
      {
        onSuccess: (model) => {
          change({ source: undefined, description: '', version: '' });
          onDone(model);
        },
      },
    );
  };
  return (
    // A click beside it would lose what was typed.
    <Dialog open={isOpen} onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && close()}>
      <DialogSurface>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{name === undefined ? 'Register a model' : `New version of ${name}`}</DialogTitle>
            <DialogContent className={styles.content}>
              <ModelFields
                form={form}
                change={change}
                problems={fields}
                hasFixedName={name !== undefined}
                disabled={register.isPending}
              />
              <UploadBar progress={progress} />
              {!isPlaced && !wasStopped && <ErrorBar error={register.error} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={!isComplete(form) || register.isPending}>
                Register
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
