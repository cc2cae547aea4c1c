import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import type { ChartProps } from '../../../parts/chart/chart.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';

const Chart = later(async () => (await import('../../../parts/chart/chart.tsx')).Chart);

export type PanelBodyProps = Omit<ChartProps, 'times'> & {
  /** Undefined while the first answer is not there. */
  readonly times: Float64Array | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Instead of an empty chart. */
  readonly nothing: string;
};

const useStyles = makeStyles({
  nothing: { color: tokens.colorNeutralForeground2 },
  // The place is kept while the code of charts comes.
  chart: { display: 'flex', flexDirection: 'column', gap: '12px', minHeight: '200px', minWidth: 0 },
});

/** A chart, or why there is none; an error stands above what was known before it. */
export function PanelBody({ times, error, onRetry, nothing, ...chart }: PanelBodyProps) {
  const styles = useStyles();
  return (
    <>
      <ErrorBar error={error} onRetry={onRetry} />
      {times === undefined && error === null && <Spinner label="Reading the numbers …" />}
      {times !== undefined && chart.lines.length === 0 && <Text className={styles.nothing}>{nothing}</Text>}
      {times !== undefined && chart.lines.length > 0 && (
        <div className={styles.chart}>
          <Chart {...chart} times={times} />
        </div>
      )}
    </>
  );
}
