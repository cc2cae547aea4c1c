import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDown16Regular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUp16Regular } from '@fluentui/react-icons/svg/arrow-up';
import type { Column, Sorting } from './column.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    minHeight: '40px',
    alignItems: 'center',
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  cell: {
    padding: '0 12px',
    '@media (max-width: 479px)': { padding: '0 8px' },
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  end: { textAlign: 'right' },
  sorter: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    margin: 0,
    minHeight: '24px',
    maxWidth: '100%',
    padding: '0 4px',
    marginLeft: '-4px',
    border: 'none',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    fontWeight: 'inherit',
    cursor: 'pointer',
    ':hover': { color: tokens.colorBrandForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

type HeaderRowProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly sorting: Sorting;
  readonly onSort: (id: string) => void;
};

/** The titles, of which some sort. */
export function HeaderRow<Row>({ columns, tracks, sorting, onSort }: HeaderRowProps<Row>) {
  const styles = useStyles();
  return (
    <div role="row" aria-rowindex={1} className={styles.root} style={{ gridTemplateColumns: tracks }}>
      {columns.map(({ id, title, order, align }) => {
        const isSorted = order !== undefined && sorting.id === id;
        return (
          <div
            key={id}
            role="columnheader"
            className={mergeClasses(styles.cell, align === 'end' && styles.end)}
            aria-sort={isSorted ? (sorting.isDown ? 'descending' : 'ascending') : undefined}
          >
            {order === undefined ? (
              title
            ) : (
              <button type="button" className={styles.sorter} onClick={() => onSort(id)}>
                {title}
                {isSorted && (sorting.isDown ? <ArrowDown16Regular /> : <ArrowUp16Regular />)}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
