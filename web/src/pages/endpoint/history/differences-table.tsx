/** Before and after, side by side; on narrow screens one below the other. */
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { Row } from './differences.ts';

const useStyles = makeStyles({
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  cell: {
    textAlign: 'left',
    verticalAlign: 'top',
    padding: '3px 8px 3px 0',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, borderTop: 'none' },
  value: { whiteSpace: 'pre-wrap' },
  gone: { color: tokens.colorNeutralForeground3 },
});

export function Differences({ rows }: { readonly rows: readonly Row[] }) {
  const styles = useStyles();
  if (rows.length === 0) return <Text>Nothing that is asked for differs.</Text>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {['What', 'Before', 'After'].map((word) => (
            <th key={word} scope="col" className={mergeClasses(styles.cell, styles.head)}>
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, before, after }) => (
          <tr key={label}>
            <th scope="row" className={styles.cell}>
              {label}
            </th>
            <td className={mergeClasses(styles.cell, styles.value, styles.gone)}>{before ?? '–'}</td>
            <td className={mergeClasses(styles.cell, styles.value)}>{after ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
