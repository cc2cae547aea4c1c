import { useRef } from 'react';
import type { ModelVersion } from '../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
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

const fieldNames = {
  name: 'name',
  version: 'version',
  files: 'properties.modelUri',
  type: 'properties.modelType',
};

/** Registers a model from this computer. What was typed stays when the service refuses it. */
export function RegisterDialog({ isOpen, name, onClose, onDone }: RegisterDialogProps) {
  const [form, change] = useModelForm(name);
  const { register, progress } = useRegisterModel();
  const stop = useRef<AbortController>(undefined);
  const { fields, isPlaced } = fieldProblems(register.error, fieldNames);
  const wasStopped = stop.current?.signal.aborted === true;
  const close = () => {
    stop.current?.abort();
    register.reset();
    onClose();
  };
  const submit = () => {
    if (!isComplete(form)) return;
    stop.current = new AbortController();
    const onSuccess = (model: ModelVersion) => {
      change({ source: undefined, description: '', version: '' });
      onDone(model);
    };
    register.mutate({ ...form, signal: stop.current.signal }, { onSuccess });
  };
  return (
    <FormDialog
      isOpen={isOpen}
      title={name === undefined ? 'Register a model' : `New version of ${name}`}
      verb="Register"
      isReady={isComplete(form) && !register.isPending}
      onSubmit={submit}
      onClose={close}
    >
      <ModelFields
        form={form}
        change={change}
        problems={fields}
        hasFixedName={name !== undefined}
        disabled={register.isPending}
      />
      <UploadBar progress={progress} />
      {!isPlaced && !wasStopped && <ErrorBar error={register.error} />}
    </FormDialog>
  );
}
