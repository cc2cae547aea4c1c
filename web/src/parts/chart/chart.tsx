import { Plot, type PlotProps } from './plot.tsx';
import { ValueTable, type ValueTableProps } from './value-table.tsx';

export type ChartProps = PlotProps & Pick<ValueTableProps, 'named' | 'columns'>;

/** Curves over time, and beneath them a table of the same: its values follow the pointer and the arrow keys. */
export function Chart({ named, columns, ...plot }: ChartProps) {
  const { label, times, lines, format, moments } = plot;
  return (
    <>
      <Plot {...plot} />
      <ValueTable {...{ label, times, lines, named, columns, format, moments }} />
    </>
  );
}
