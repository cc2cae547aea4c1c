/** The sum of the shares, what is missing of it, and who could have that. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle';
import { type Draft, type Flaws, typedShares } from './draft.ts';
import { percentText, totalOf, whole } from './percent.ts';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXS,
    paddingBlock: tokens.spacingVerticalS,
    minHeight: '2.25rem',
  },
  good: { color: tokens.colorStatusSuccessForeground1, display: 'flex' },
  bad: { color: tokens.colorStatusDangerForeground1, display: 'flex' },
  words: { flex: '1 1 16rem' },
});

export type TotalProps = {
  readonly draft: Draft;
  readonly flaws: Flaws;
  readonly onChange: (draft: Draft) => void;
};

export function Total({ draft, flaws, onChange }: TotalProps) {
  const styles = useStyles();
  const shares = typedShares(draft);
  const missing = whole - totalOf(shares);
  // The largest holder takes it; with equals, the first.
  const largest = shares.reduce(
    (most, share) => (share.hundredths > most.hundredths ? share : most),
    shares[0] ?? none,
  );
  const isClear = Object.keys(flaws.live).length === 0;
  const give = (): void =>
    onChange({
      ...draft,
      live: draft.live.map((one) =>
        one.name === largest.name ? { ...one, text: percentText(largest.hundredths + missing) } : one,
      ),
    });
  return (
    <div className={styles.line} role="status">
      <span className={flaws.total === undefined ? styles.good : styles.bad}>
        {flaws.total === undefined ? <CheckmarkCircle16Regular /> : <ErrorCircle16Regular />}
      </span>
      <Text className={styles.words}>{flaws.total ?? totalWords(totalOf(shares))}</Text>
      {flaws.total !== undefined && isClear && missing > 0 && missing < whole && (
        <Button size="small" onClick={give}>
          Give {percentText(missing)} % to {largest.name}
        </Button>
      )}
    </div>
  );
}

const none = { name: '', hundredths: 0 };

function totalWords(total: number): string {
  return total === 0 ? 'The total is 0 %: live traffic is off.' : `The total is ${percentText(total)} %.`;
}
