import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { asProblem } from '../../parts/problem.ts';

export type ChoiceGroupProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  /** Words by value, in their order. */
  readonly choices: Readonly<Partial<Record<Value, string>>>;
  readonly onChange: (value: Value) => void;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly disabled?: boolean;
};

/** One of a few. */
export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>) {
  const { label, value, choices, onChange, hint, problem, disabled = false } = props;
  return (
    <Field label={label} hint={hint} {...asProblem(problem)}>
      <RadioGroup
        value={value}
        disabled={disabled}
        onChange={(_, { value: chosen }) => onChange(chosen as Value)}
      >
        {(Object.entries(choices) as [Value, string][]).map(([one, words]) => (
          <Radio key={one} value={one} label={words} />
        ))}
      </RadioGroup>
    </Field>
  );
}
