import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { timeText } from './answer.ts';
import type { Line } from './tally.ts';

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  table: { width: '100%', borderCollapse: 'collapse' },
  cell: {
    textAlign: 'right',
    padding: '6px 0 6px 12px',
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightRegular,
    fontVariantNumeric: 'tabular-nums',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  name: { textAlign: 'left', paddingLeft: 0 },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, borderTop: 'none' },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

type Column = { readonly title: string; readonly text: (line: Line) => string };

const always: readonly Column[] = [
  { title: 'Answered', text: ({ answered }) => String(answered) },
  { title: 'Share', text: ({ share }) => `${share} %` },
];
const besideSplit: readonly Column[] = [
  { title: 'Expected', text: ({ expected = 0 }) => String(expected) },
  { title: 'Configured', text: ({ configured = 0 }) => `${configured} %` },
];
const median: Column = {
  title: 'Median',
  text: ({ answered, medianMs }) => (answered === 0 ? '–' : timeText(medianMs)),
};

export function TallyTable({ lines }: { readonly lines: readonly Line[] }) {
  const styles = useStyles();
  const isSplit = lines.some(({ configured }) => configured !== undefined);
  const columns = [...always, ...(isSplit ? besideSplit : []), median];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
      <section className={styles.scroll} tabIndex={0} aria-label="Who answered">
        <table className={styles.table}>
          <thead>
            <tr>
              {['Deployment', ...columns.map(({ title }) => title), 'Failed'].map((title, at) => (
                <th
                  key={title}
                  scope="col"
                  className={mergeClasses(styles.cell, styles.head, at === 0 && styles.name)}
                >
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.deployment}>
                <th scope="row" className={mergeClasses(styles.cell, styles.name)}>
                  {line.deployment === '' ? 'none reached' : line.deployment}
                </th>
                {columns.map(({ title, text }) => (
                  <td key={title} className={styles.cell}>
                    {text(line)}
                  </td>
                ))}
                <td className={mergeClasses(styles.cell, line.failed.length > 0 && styles.bad)}>
                  {failedText(line)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {isSplit && (
        <Caption1>
          Every router worker deals its requests out exactly, so a few more or less are no error.
        </Caption1>
      )}
    </>
  );
}

/** `0`, or `3 × 424, 1 × 429`. */
function failedText({ failed }: Line): string {
  return failed.length === 0 ? '0' : failed.map(({ status, count }) => `${count} × ${status}`).join(', ');
}
