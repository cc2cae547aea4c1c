import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import type { Column } from './column.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    position: 'absolute',
    left: 0,
    right: 0,
    top: 0,
    alignItems: 'center',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  opens: { cursor: 'pointer' },
  cell: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    height: '100%',
    padding: '0 12px',
    '@media (max-width: 479px)': { padding: '0 8px' },
    overflow: 'hidden',
  },
  end: { justifyContent: 'end', fontVariantNumeric: 'tabular-nums' },
});

type BodyRowProps<Row> = {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly top: number;
  readonly height: number;
  /** The one that the Tab key reaches. */
  readonly isCurrent: boolean;
  readonly onOpen: ((row: Row) => void) | undefined;
};

function Row<R>({ row, index, columns, tracks, top, height, isCurrent, onOpen }: BodyRowProps<R>) {
  const styles = useStyles();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={isCurrent ? 0 : -1}
      className={mergeClasses(styles.root, onOpen !== undefined && styles.opens)}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${top}px)` }}
      onClick={(event) => onOpen !== undefined && !isOwnClick(event) && onOpen(row)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
      }}
    >
      {columns.map(({ id, cell, align }) => (
        <div key={id} role="gridcell" className={mergeClasses(styles.cell, align === 'end' && styles.end)}>
          {cell(row)}
        </div>
      ))}
    </div>
  );
}

/** One row; it is drawn anew only when something of it changed. */
export const BodyRow = memo(Row) as typeof Row;

/** A click on a link or a button in the row, or the end of marking text, is not one on the row. */
function isOwnClick(event: React.MouseEvent): boolean {
  const isInControl = event.target instanceof Element && event.target.closest('a, button, input') !== null;
  return isInControl || (getSelection()?.toString() ?? '') !== '';
}
