import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export type Fact = { readonly name: string; readonly value: ReactNode };

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
    gap: '8px 20px',
    alignItems: 'baseline',
    margin: 0,
    '@media (max-width: 479px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: '2px' },
  },
  name: {
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 479px)': { marginTop: '8px' },
  },
  value: { margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
});

/** What is known of one thing: names and values. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles();
  return (
    <dl className={styles.root}>
      {facts.map(({ name, value }) => (
        <Row key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Row({ name, value }: Fact) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{value}</dd>
    </>
  );
}
