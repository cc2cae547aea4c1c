import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { timeText } from './answer.ts';
import type { Line } from './tally.ts';

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: { minWidth: '25rem' },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  head: { '& > *': { justifyContent: 'flex-end' } },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

export function TallyTable({ lines }: { readonly lines: readonly Line[] }) {
  const styles = useStyles();
  const isSplit = lines.some(({ configured }) => configured !== undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label="Who answered">
      <Table size="small" className={styles.table} aria-label="Answers by deployment">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>Deployment</TableHeaderCell>
            <TableHeaderCell className={styles.head}>Answered</TableHeaderCell>
            <TableHeaderCell className={styles.head}>Share</TableHeaderCell>
            {isSplit && <TableHeaderCell className={styles.head}>Configured</TableHeaderCell>}
            {isSplit && <TableHeaderCell className={styles.head}>Expected</TableHeaderCell>}
            <TableHeaderCell className={styles.head}>Failed</TableHeaderCell>
            <TableHeaderCell className={styles.head}>Median</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={line.deployment}>
              <TableCell>{line.deployment === '' ? 'none reached' : line.deployment}</TableCell>
              <TableCell className={styles.number}>{line.answered}</TableCell>
              <TableCell className={styles.number}>{line.share} %</TableCell>
              {isSplit && <TableCell className={styles.number}>{line.configured ?? 0} %</TableCell>}
              {isSplit && <TableCell className={styles.number}>{line.expected ?? 0}</TableCell>}
              <TableCell className={styles.number}>
                {line.failed.length === 0 ? (
                  0
                ) : (
                  <span className={styles.bad}>
                    {line.failed.map(({ status, count }) => `${count} × ${status}`).join(', ')}
                  </span>
                )}
              </TableCell>
              <TableCell className={styles.number}>
                {line.answered === 0 ? '–' : timeText(line.medianMs)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
