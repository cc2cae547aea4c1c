import { Field, Input, Select, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { UploadSource } from '../../../../src/sdk/files.ts';
import type { ModelProperties } from '../../../../src/sdk/models.ts';
import { nameProblem } from '../../../../src/sdk/names.ts';
import { asProblem } from '../problem.ts';
import { FilePicker } from './file-picker.tsx';

export type ModelType = NonNullable<ModelProperties['modelType']>;

export type ModelForm = {
  readonly name: string;
  /** The next one when it is empty. */
  readonly version: string;
  readonly type: ModelType;
  readonly description: string;
  readonly source: UploadSource | undefined;
};
export type ModelProblems = Partial<Record<'name' | 'version' | 'files' | 'type', string>>;

/** The words that people choose by, for Azure's types. */
const types = {
  custom_model: 'Any files',
  mlflow_model: 'MLflow model',
  triton_model: 'Triton model',
} as const;

/** What is typed so far, and how it is changed. */
export function useModelForm(name = '') {
  const [form, setForm] = useState<ModelForm>({
    name,
    version: '',
    type: 'custom_model',
    description: '',
    source: undefined,
  });
  return [form, (more: Partial<ModelForm>) => setForm((before) => ({ ...before, ...more }))] as const;
}

/** Whether it can be sent. */
export function isComplete(form: ModelForm): form is ModelForm & { readonly source: UploadSource } {
  return form.source !== undefined && problemsOf(form).name === undefined && form.name !== '';
}

export type ModelFieldsProps = {
  readonly form: ModelForm;
  readonly change: (more: Partial<ModelForm>) => void;
  /** What the service had to say. */
  readonly problems: ModelProblems;
  readonly hasFixedName?: boolean;
  readonly disabled?: boolean;
};

/** What a model is made of, from files to notes. */
export function ModelFields(props: ModelFieldsProps) {
  const { form, change, problems, hasFixedName = false, disabled = false } = props;
  const typed = problemsOf(form);
  return (
    <>
      <FilePicker
        label="Files"
        hint="A folder keeps its name: scoring scripts find it below AZUREML_MODEL_DIR."
        picked={form.source}
        onPick={(source) => change({ source, ...(looksLikeMlflow(source) && { type: 'mlflow_model' }) })}
        problem={problems.files}
        disabled={disabled}
      />
      {!hasFixedName && (
        <Field label="Name" required {...asProblem(typed.name ?? problems.name)}>
          <Input value={form.name} disabled={disabled} onChange={(_, { value }) => change({ name: value })} />
        </Field>
      )}
      <Field label="Version" hint="Empty: the next one." {...asProblem(typed.version ?? problems.version)}>
        <Input
          value={form.version}
          disabled={disabled}
          onChange={(_, { value }) => change({ version: value })}
        />
      </Field>
      <Field label="Type" hint="MLflow models need no scoring script." {...asProblem(problems.type)}>
        <Select
          value={form.type}
          disabled={disabled}
          onChange={(_, { value }) => change({ type: value as ModelType })}
        >
          {Object.entries(types).map(([type, words]) => (
            <option key={type} value={type}>
              {words}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Description">
        <Textarea
          value={form.description}
          disabled={disabled}
          onChange={(_, { value }) => change({ description: value })}
        />
      </Field>
    </>
  );
}

function problemsOf({ name, version }: ModelForm): Pick<ModelProblems, 'name' | 'version'> {
  const problems: ModelProblems = {};
  if (name !== '') Object.assign(problems, { name: nameProblem('model', name) });
  if (version !== '') Object.assign(problems, { version: nameProblem('version', version) });
  return problems;
}

function looksLikeMlflow({ files }: UploadSource): boolean {
  return files.some(({ path }) => path === 'MLmodel');
}
