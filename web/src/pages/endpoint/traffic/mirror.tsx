/** Copies of live requests for a deployment that nobody depends on yet. */
import { Dropdown, Field, Input, makeStyles, Option, Switch } from '@fluentui/react-components';
import { type Draft, type Flaws, typedShares } from './draft.ts';

const useStyles = makeStyles({
  // In line with what stands above and below.
  toggle: { marginLeft: '-8px' },
  fields: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '12px',
    alignItems: 'flex-start',
    marginTop: '12px',
  },
  to: { flex: '1 1 12rem', minWidth: 0 },
  dropdown: { minWidth: 0 },
  percent: { flex: '0 1 15rem', minWidth: 0 },
  input: { minWidth: 0 },
});

export type MirrorProps = {
  readonly draft: Draft;
  readonly flaws: Flaws;
  /** Why it cannot be switched on; undefined when it can. */
  readonly obstacle: string | undefined;
  readonly onChange: (draft: Draft) => void;
};

export function Mirror({ draft, flaws, obstacle, onChange }: MirrorProps) {
  const styles = useStyles();
  const { mirror } = draft;
  const change = (part: Partial<Draft['mirror']>): void =>
    onChange({ ...draft, mirror: { ...mirror, ...part } });
  return (
    <section aria-label="Mirrored traffic">
      <Field hint={obstacle ?? 'Copies of live requests test a deployment. Callers never see its answers.'}>
        <Switch
          className={styles.toggle}
          label="Mirror traffic"
          checked={mirror.on}
          disabled={obstacle !== undefined && !mirror.on}
          onChange={(_, data) => change({ on: data.checked })}
        />
      </Field>
      {mirror.on && (
        <div className={styles.fields}>
          <Field
            className={styles.to}
            label="Copies go to"
            validationState={flaws.mirrorTo === undefined ? 'none' : 'error'}
            validationMessage={flaws.mirrorTo}
          >
            <Targets draft={draft} onChoose={(to) => change({ to })} className={styles.dropdown} />
          </Field>
          <Field
            className={styles.percent}
            label="Percent of live requests"
            hint="More than 0, at most 50"
            validationState={flaws.mirrorPercent === undefined ? 'none' : 'error'}
            validationMessage={flaws.mirrorPercent}
          >
            <Input
              className={styles.input}
              inputMode="decimal"
              autoComplete="off"
              contentAfter="%"
              value={mirror.text}
              onChange={(_, data) => change({ text: data.value })}
            />
          </Field>
        </div>
      )}
    </section>
  );
}

type TargetsProps = {
  readonly draft: Draft;
  readonly className: string;
  readonly onChoose: (name: string) => void;
};

/** Deployments with live traffic are shown, so that nobody looks for them, and cannot be chosen. */
function Targets({ draft, onChoose, ...field }: TargetsProps) {
  const { to } = draft.mirror;
  return (
    <Dropdown
      {...field}
      placeholder="Choose a deployment"
      value={to}
      selectedOptions={to === '' ? [] : [to]}
      onOptionSelect={(_, data) => data.optionValue !== undefined && onChoose(data.optionValue)}
    >
      {typedShares(draft).map(({ name, hundredths }) => (
        <Option key={name} value={name} text={name} disabled={hundredths > 0}>
          {hundredths > 0 ? `${name} (has live traffic)` : name}
        </Option>
      ))}
    </Dropdown>
  );
}
