/** One row a deployment: slider, number, and the shares that people give most. */
import { Button, Field, Input, makeStyles, Slider, Text, tokens } from '@fluentui/react-components';
import type { Draft, Flaws } from './draft.ts';
import { typedShares } from './draft.ts';
import { percentText, typedPercent, whole, withShare } from './percent.ts';

const quick = [10, 50, 100] as const;

const useStyles = makeStyles({
  all: { border: 'none', margin: 0, padding: 0, minInlineSize: 0 },
  legend: { padding: '0 0 6px', fontWeight: tokens.fontWeightSemibold },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(6rem, 1fr) minmax(8rem, 2fr) 7rem auto',
    gridTemplateAreas: '"name slider number quick"',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    alignItems: 'center',
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': {
      gridTemplateColumns: '1fr 7.5rem',
      gridTemplateAreas: '"name number" "slider slider" "quick quick"',
    },
  },
  name: { gridArea: 'name', overflowWrap: 'anywhere' },
  slider: { gridArea: 'slider', minWidth: 0 },
  number: { gridArea: 'number' },
  input: { width: '100%', minWidth: 0 },
  part: { minWidth: '3.25rem', paddingInline: '4px' },
  quick: { gridArea: 'quick', display: 'flex', gap: tokens.spacingHorizontalXXS },
  flaw: { gridColumn: '1 / -1' },
});

export type LiveSharesProps = {
  readonly draft: Draft;
  readonly flaws: Flaws;
  readonly onChange: (draft: Draft) => void;
};

export function LiveShares({ draft, flaws, onChange }: LiveSharesProps) {
  const styles = useStyles();
  const type = (name: string, text: string): void =>
    onChange({ ...draft, live: draft.live.map((one) => (one.name === name ? { name, text } : one)) });
  const give = (name: string, percent: number): void => {
    const shares = withShare(typedShares(draft), name, percent * 100);
    onChange({
      ...draft,
      live: shares.map((share) => ({ name: share.name, text: percentText(share.hundredths) })),
    });
  };
  return (
    <fieldset className={styles.all}>
      <legend className={styles.legend}>Live traffic</legend>
      {draft.live.map(({ name, text }) => (
        <Row key={name} name={name} text={text} flaw={flaws.live[name]} onType={type} onGive={give} />
      ))}
    </fieldset>
  );
}

type RowProps = {
  readonly name: string;
  readonly text: string;
  readonly flaw: string | undefined;
  readonly onType: (name: string, text: string) => void;
  readonly onGive: (name: string, percent: number) => void;
};

function Row({ name, text, flaw, onType, onGive }: RowProps) {
  const styles = useStyles();
  const typed = typedPercent(text);
  const value = 'flaw' in typed ? 0 : typed.hundredths / 100;
  return (
    <div className={styles.row}>
      <Text className={styles.name} weight="semibold">
        {name}
      </Text>
      <Slider
        className={styles.slider}
        aria-label={`Live traffic of ${name}`}
        aria-valuetext={`${value} percent`}
        min={0}
        max={whole / 100}
        value={value}
        onChange={(_, data) => onType(name, String(Math.round(data.value)))}
      />
      <Field
        className={styles.number}
        validationState={flaw === undefined ? 'none' : 'error'}
        validationMessage={flaw}
      >
        <Input
          className={styles.input}
          aria-label={`Percent of live traffic for ${name}`}
          inputMode="decimal"
          autoComplete="off"
          contentAfter="%"
          value={text}
          onChange={(_, data) => onType(name, data.value)}
        />
      </Field>
      <div className={styles.quick}>
        {quick.map((percent) => (
          <Button
            key={percent}
            size="small"
            className={styles.part}
            aria-label={`${percent} % to ${name}`}
            onClick={() => onGive(name, percent)}
          >
            {percent}&nbsp;%
          </Button>
        ))}
      </div>
    </div>
  );
}
