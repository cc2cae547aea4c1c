import { makeStyles, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { BodyRow } from './body-row.tsx';
import { type Column, type Sorting, shown, sorted, turned } from './column.ts';
import { HeaderRow } from './header-row.tsx';
import { useWalk } from './walk.ts';
import { useWidth } from './width.ts';

export type DataTableProps<Row> = {
  /** What the rows are, for ears. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** Made once, outside of the component or with useMemo. */
  readonly columns: readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
  readonly begin: Sorting;
  /** A click on a row, or Enter. The row's own link is still needed for a new tab. */
  readonly onOpen?: (row: Row) => void;
  /** In pixels; every row has it. */
  readonly rowHeight?: number;
};

const headerHeight = 41;

const useStyles = makeStyles({
  root: {
    flex: '0 1 auto',
    minHeight: '90px',
    overflowY: 'auto',
    overflowX: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  body: { position: 'relative' },
});

/**
 * A table of any length: only the rows that are seen exist. In a Page that `fills` it scrolls by itself. Arrows, Page Up and
 * Down, Home and End walk over the rows; Enter opens one.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, columns, idOf, begin, onOpen, rowHeight = 48 } = props;
  const styles = useStyles();
  const box = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState(begin);
  const width = useWidth(box);
  const visible = useMemo(() => shown(columns, width), [columns, width]);
  const tracks = useMemo(() => visible.map((column) => column.width).join(' '), [visible]);
  const ordered = useMemo(() => sorted(rows, columns, sorting), [rows, columns, sorting]);
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => idOf(ordered[index] as Row),
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
  });
  const { current, ...walking } = useWalk({
    box,
    count: ordered.length,
    page: () => Math.max(1, Math.floor(((box.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1),
    show: (row) => virtual.scrollToIndex(row),
  });
  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={ordered.length + 1}
      aria-colcount={visible.length}
      className={styles.root}
      {...walking}
    >
      <HeaderRow
        columns={visible}
        tracks={tracks}
        sorting={sorting}
        onSort={(id) => setSorting(turned(sorting, id))}
      />
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <BodyRow
            key={key}
            row={ordered[index] as Row}
            index={index}
            columns={visible}
            tracks={tracks}
            top={start - headerHeight}
            height={rowHeight}
            isCurrent={index === current}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}
