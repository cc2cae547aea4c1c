import { Field, makeStyles, Select, Switch } from '@fluentui/react-components';

export type CodeChoice = {
  /** Asked by name; undefined for whomever the split chooses. */
  readonly deployment: string | undefined;
  /** The primary key stands in the code. */
  readonly isEmbedded: boolean;
};

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '12px 24px', alignItems: 'flex-end' },
  choice: { minWidth: 0, width: 'min(18rem, 100%)' },
});

type CodeOptionsProps = {
  readonly deployments: readonly string[];
  readonly hasKeys: boolean;
  readonly choice: CodeChoice;
  readonly onChange: (choice: CodeChoice) => void;
};

const bySplit = 'split';

export function CodeOptions({ deployments, hasKeys, choice, onChange }: CodeOptionsProps) {
  const styles = useStyles();
  const { deployment = bySplit, isEmbedded } = choice;
  const choose = (name = bySplit): void =>
    onChange({ ...choice, deployment: name === bySplit ? undefined : name });
  return (
    <div className={styles.root}>
      <Field label="Deployment" className={styles.choice}>
        <Select value={deployment} onChange={(_, { value }) => choose(value)}>
          {[bySplit, ...deployments].map((name) => (
            <option key={name} value={name}>
              {wordsOf(name)}
            </option>
          ))}
        </Select>
      </Field>
      {hasKeys && (
        <Switch
          label="Put the primary key into the code"
          checked={isEmbedded}
          onChange={(_, { checked }) => onChange({ ...choice, isEmbedded: checked })}
        />
      )}
    </div>
  );
}

function wordsOf(name: string): string {
  return name === bySplit ? 'By the split' : name;
}
