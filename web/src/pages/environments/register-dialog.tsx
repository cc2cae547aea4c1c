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
} from '@fluentui/react-components';
import { useState } from 'react';
import { nameProblem } from '../../../../src/sdk/names.ts';
import type { EnvironmentVersion } from '../../../../src/sdk/wire.ts';
import { CondaField } from '../../parts/conda-field.tsx';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { asProblem, fieldProblems } from '../../parts/problem.ts';
import { type NewEnvironment, useRegisterEnvironment } from './handle.ts';

export type RegisterDialogProps = {
  readonly isOpen: boolean;
  /** A new version of this environment, beginning with this conda file; without it the name is asked for. */
  readonly of?: { readonly name: string; readonly condaFile: string };
  readonly onClose: () => void;
  readonly onDone: (environment: EnvironmentVersion) => void;
};

const useStyles = makeStyles({ content: { display: 'flex', flexDirection: 'column', gap: '12px' } });

/** Registers an environment from a conda file. What was typed stays when the service refuses it. */
export function RegisterDialog({ isOpen, of, onClose, onDone }: RegisterDialogProps) {
  const styles = useStyles();
  const begin: NewEnvironment = {
    name: of?.name ?? '',
    version: '',
    condaFile: of?.condaFile ?? '',
    description: '',
  };
  const [form, setForm] = useState(begin);
  const change = (more: Partial<NewEnvironment>) => setForm((before) => ({ ...before, ...more }));
  const register = useRegisterEnvironment();
  const { fields, isPlaced } = fieldProblems(register.error, {
    name: 'name',
    version: 'version',
    condaFile: 'properties.condaFile',
  });
  const typed = {
    name: form.name === '' ? undefined : nameProblem('environment', form.name),
    version: form.version === '' ? undefined : nameProblem('version', form.version),
  };
  const isReady = form.name !== '' && form.condaFile.trim() !== '' && !typed.name && !typed.version;
  const close = () => {
    register.reset();
    onClose();
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isReady)
      register.mutate(form, {
        onSuccess: (made) => {
          setForm(begin);
          onDone(made);
        },
      });
  };
  return (
    // A click beside it would lose what was typed.
    <Dialog open={isOpen} onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && close()}>
      <DialogSurface>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>
              {of === undefined ? 'Register an environment' : `New version of ${of.name}`}
            </DialogTitle>
            <DialogContent className={styles.content}>
              {of === undefined && (
                <Field label="Name" required {...asProblem(typed.name ?? fields.name)}>
                  <Input value={form.name} onChange={(_, { value }) => change({ name: value })} />
                </Field>
              )}
              <Field
                label="Version"
                hint="Empty: the next one."
                {...asProblem(typed.version ?? fields.version)}
              >
                <Input value={form.version} onChange={(_, { value }) => change({ version: value })} />
              </Field>
              <CondaField
                value={form.condaFile}
                onChange={(condaFile) => change({ condaFile })}
                problem={fields.condaFile}
              />
              <Field label="Description">
                <Input value={form.description} onChange={(_, { value }) => change({ description: value })} />
              </Field>
              {!isPlaced && <ErrorBar error={register.error} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={!isReady || register.isPending}>
                Register
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
