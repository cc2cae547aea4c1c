import { Field, Input } from '@fluentui/react-components';

type ReasonFieldProps = {
  readonly reason: string;
  readonly flaw: string | undefined;
  readonly onChange: (reason: string) => void;
};

/** Why a change is made, for the history. */
export function ReasonField({ reason, flaw, onChange }: ReasonFieldProps) {
  return (
    <Field
      label="Reason (optional)"
      hint="Kept in the history, with who and when."
      validationState={flaw === undefined ? 'none' : 'error'}
      validationMessage={flaw}
    >
      <Input autoComplete="off" value={reason} onChange={(_, { value }) => onChange(value)} />
    </Field>
  );
}
