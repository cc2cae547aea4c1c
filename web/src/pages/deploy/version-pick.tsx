import { Field, Select } from '@fluentui/react-components';
import { asProblem } from '../../parts/problem.ts';

export type VersionPickProps = {
  /** The newest first; undefined while they are being read. */
  readonly versions: readonly { readonly name: string }[] | undefined;
  /** '' is the latest. */
  readonly value: string;
  readonly onChange: (version: string) => void;
  readonly problem?: string | undefined;
};

export function VersionPick({ versions = [], value, onChange, problem }: VersionPickProps) {
  const [newest] = versions;
  return (
    <Field label="Version" {...asProblem(problem)}>
      <Select value={value} onChange={(_, { value: version }) => onChange(version)}>
        <option value="">{newest === undefined ? 'Latest' : `Latest (${newest.name})`}</option>
        {versions.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
