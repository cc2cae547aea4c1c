import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { nameProblem } from '../../../../src/sdk/names.ts';
import type { EnvironmentVersion } from '../../../../src/sdk/wire.ts';
import { CondaField } from '../../parts/conda-field.tsx';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { asProblem, fieldProblems } from '../../parts/problem.ts';
import { type NewEnvironment, useRegisterEnvironment } from './handle.ts';

export type RegisterDialogProps = {
  readonly isOpen: boolean;
  /** A new version of this environment, beginning with this conda file; without it the name is asked for. */
  readonly of?: { readonly name: string; readonly condaFile: string };
  readonly onClose: () => void;
  readonly onDone: (environment: EnvironmentVersion) => void;
};

type Problems = Partial<Record<'name' | 'version' | 'condaFile', string | undefined>>;

const fieldNames = { name: 'name', version: 'version', condaFile: 'properties.condaFile' };

/** Registers an environment from a conda file. What was typed stays when the service refuses it. */
export function RegisterDialog({ isOpen, of, onClose, onDone }: RegisterDialogProps) {
  const begin = { name: of?.name ?? '', version: '', condaFile: of?.condaFile ?? '', description: '' };
  const [form, setForm] = useState<NewEnvironment>(begin);
  const register = useRegisterEnvironment();
  const { fields, isPlaced } = fieldProblems(register.error, fieldNames);
  const typed = typedProblems(form);
  const isWhole = form.name !== '' && form.condaFile.trim() !== '';
  const close = () => {
    register.reset();
    onClose();
  };
  const onSuccess = (made: EnvironmentVersion) => {
    setForm(begin);
    onDone(made);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      title={of === undefined ? 'Register an environment' : `New version of ${of.name}`}
      verb="Register"
      isReady={isWhole && !typed.name && !typed.version && !register.isPending}
      onSubmit={() => register.mutate(form, { onSuccess })}
      onClose={close}
    >
      <Fields
        form={form}
        change={(more) => setForm((before) => ({ ...before, ...more }))}
        problems={{ ...fields, ...typed }}
        hasFixedName={of !== undefined}
      />
      {!isPlaced && <ErrorBar error={register.error} />}
    </FormDialog>
  );
}

/** What can be said before the service is asked. */
function typedProblems({ name, version }: NewEnvironment): Problems {
  const ofName = name === '' ? undefined : nameProblem('environment', name);
  const ofVersion = version === '' ? undefined : nameProblem('version', version);
  return { ...(ofName && { name: ofName }), ...(ofVersion && { version: ofVersion }) };
}

type FieldsProps = {
  readonly form: NewEnvironment;
  readonly change: (more: Partial<NewEnvironment>) => void;
  readonly problems: Problems;
  readonly hasFixedName: boolean;
};

function Fields({ form, change, problems, hasFixedName }: FieldsProps) {
  return (
    <>
      {!hasFixedName && (
        <Field label="Name" required {...asProblem(problems.name)}>
          <Input value={form.name} onChange={(_, { value }) => change({ name: value })} />
        </Field>
      )}
      <Field label="Version" hint="Empty: the next one." {...asProblem(problems.version)}>
        <Input value={form.version} onChange={(_, { value }) => change({ version: value })} />
      </Field>
      <CondaField
        value={form.condaFile}
        onChange={(condaFile) => change({ condaFile })}
        problem={problems.condaFile}
      />
      <Field label="Description">
        <Input value={form.description} onChange={(_, { value }) => change({ description: value })} />
      </Field>
    </>
  );
}
