import { Plot, type PlotProps } from './plot.tsx';
import { ValueTable } from './value-table.tsx';

export type ChartProps = PlotProps & {
  /** Heads of the facts that each line has. */
  readonly columns: readonly string[];
};

/** Curves over time, and beneath them a table of the same: its values follow the pointer and the arrow keys. */
export function Chart({ columns, ...plot }: ChartProps) {
  const { label, times, lines, format, moments } = plot;
  return (
    <>
      <Plot {...plot} />
      <ValueTable {...{ label, times, lines, columns, format, moments }} />
    </>
  );
}
