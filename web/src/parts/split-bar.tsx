import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Percentages } from '../../../src/sdk/wire.ts';
import { useTheme } from '../app/theme.tsx';
import { seriesColours } from './series.ts';
import { splitInWords } from './split.ts';

export type SplitBarProps = {
  /** Percent by deployment; what has nothing is left out. */
  readonly split: Percentages;
  /** All names whose colours must differ: those of the endpoint's deployments, also the ones without traffic. */
  readonly names?: readonly string[];
  /** Without the words below: then they are for ears alone. */
  readonly isBare?: boolean;
};

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '3px', minWidth: 0, width: '100%' },
  bar: {
    display: 'flex',
    gap: '1px',
    height: '8px',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralStroke2,
  },
  part: { minWidth: '2px', forcedColorAdjust: 'none' },
  words: { display: 'flex', flexWrap: 'wrap', columnGap: '10px', overflow: 'hidden', maxHeight: '32px' },
  word: { display: 'inline-flex', alignItems: 'center', gap: '4px', whiteSpace: 'nowrap' },
  dot: { width: '8px', height: '8px', borderRadius: '2px', flexShrink: 0, forcedColorAdjust: 'none' },
  none: { color: tokens.colorNeutralForeground3 },
});

/** Which deployment gets which share of the requests, as a bar and in words. */
export function SplitBar({ split, names = [], isBare = false }: SplitBarProps) {
  const styles = useStyles();
  const { isDark } = useTheme();
  const shares = Object.entries(split).filter(([, percent]) => percent > 0);
  const colours = seriesColours([...names, ...Object.keys(split)], isDark);
  const words = splitInWords(split);
  return (
    <div className={styles.root}>
      <div className={styles.bar} role="img" aria-label={words} title={words}>
        {shares.map(([name, percent]) => (
          <div
            key={name}
            className={styles.part}
            style={{ flex: `${percent} 0 0`, background: colours.get(name) }}
          />
        ))}
      </div>
      {!isBare && (
        <Caption1 className={styles.words} aria-hidden>
          {shares.length === 0 && <span className={styles.none}>no traffic</span>}
          {shares.map(([name, percent]) => (
            <span key={name} className={styles.word}>
              <span className={mergeClasses(styles.dot)} style={{ background: colours.get(name) }} />
              {name} {percent} %
            </span>
          ))}
        </Caption1>
      )}
    </div>
  );
}
