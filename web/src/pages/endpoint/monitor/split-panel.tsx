import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { Section } from '../../../parts/section.tsx';
import { SplitBar } from '../../../parts/split-bar.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import type { Frame } from './frame.ts';
import { splitSetQuery } from './loader.ts';
import { type SplitRow, sinceOf, splitRows } from './split.ts';
import type { View } from './view.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '10px' },
  bars: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: '6px 12px',
    alignItems: 'center',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  scroll: {
    overflow: 'auto',
    maxHeight: '17rem',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      padding: '4px 8px',
      textAlign: 'right',
      fontWeight: tokens.fontWeightRegular,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
    '& th:first-child': { textAlign: 'left', paddingLeft: 0 },
    '& thead th': { color: tokens.colorNeutralForeground2 },
  },
});

type SplitPanelProps = {
  readonly view: View;
  readonly frame: Frame | undefined;
  readonly traffic: Percentages;
};

/** What the split says, and what came of it: live requests since it was set, no others. */
export function SplitPanel({ view, frame, traffic }: SplitPanelProps) {
  const styles = useStyles();
  const { data: set } = useQuery(splitSetQuery(view.endpoint));
  if (frame === undefined || set === undefined) return null;
  const names = [...view.colours.keys()].filter((name) => name !== '');
  const since = sinceOf(set, frame);
  const rows = splitRows(frame, traffic, since);
  const total = rows.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <Section title="Split, configured and measured">
      <div className={styles.root}>
        <Text className={styles.quiet}>
          {total.toLocaleString()} live {total === 1 ? 'request' : 'requests'}{' '}
          {since > (frame.times[0] ?? 0) ? (
            <>
              since the split was set, <TimeStamp at={set?.at} />.
            </>
          ) : (
            `in the ${view.range.words}.`
          )}
        </Text>
        <div className={styles.bars}>
          <Text>Configured</Text>
          <SplitBar split={traffic} names={names} isBare />
          <Text>Measured</Text>
          <SplitBar split={measuredOf(rows)} names={names} isBare />
        </div>
        {rows.length > 0 && <SplitTable rows={rows} total={total} />}
      </div>
    </Section>
  );
}

function SplitTable({ rows, total }: { readonly rows: readonly SplitRow[]; readonly total: number }) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label="Split: values">
      <table className={styles.table} aria-label="Split, configured and measured">
        <thead>
          <tr>
            {['Deployment', 'Configured', 'Measured', 'Expected', 'Requests'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ deployment, configured, measured, requests }) => (
            <tr key={deployment}>
              <th scope="row">{deployment}</th>
              <td>{configured} %</td>
              <td>{measured === undefined ? '–' : `${exact(measured)} %`}</td>
              <td>{exact((configured * total) / 100)}</td>
              <td>{requests.toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function measuredOf(rows: readonly SplitRow[]): Percentages {
  return Object.fromEntries(
    rows.map(({ deployment, measured = 0 }) => [deployment, Number(exact(measured))]),
  );
}

/** Two decimals at most, as a split has them. */
function exact(value: number): string {
  return String(Math.round(value * 100) / 100);
}
