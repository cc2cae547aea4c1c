import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { Warning16Filled } from '@fluentui/react-icons/svg/warning';
import { Sparkline } from '../../parts/sparkline.tsx';
import { type RowLoad, rateInWords, shareInWords } from './row.ts';

const useStyles = makeStyles({
  rate: { display: 'flex', alignItems: 'center', gap: '10px', fontVariantNumeric: 'tabular-nums' },
  number: { minWidth: '44px', textAlign: 'right' },
  quiet: { color: tokens.colorNeutralForeground3 },
  errors: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorStatusDangerForeground1,
    whiteSpace: 'nowrap',
  },
});

/** How much comes now, and how it came in the last quarter of an hour. */
export function RateCell({ load }: { readonly load: RowLoad }) {
  const styles = useStyles();
  const { rate, rates, requests } = load;
  if (requests === 0) return <Text className={styles.quiet}>idle</Text>;
  return (
    <span className={styles.rate}>
      <span className={styles.number}>{rateInWords(rate)}</span>
      <Sparkline values={rates} label={`${requests.toLocaleString()} requests in the last 15 minutes`} />
    </span>
  );
}

/** How many answers of the last quarter of an hour were none. */
export function ErrorsCell({ load }: { readonly load: RowLoad }) {
  const styles = useStyles();
  const { errors, requests } = load;
  if (errors === 0) return <Text className={styles.quiet}>{requests === 0 ? '–' : '0'}</Text>;
  return (
    <span className={styles.errors} title={`${errors} of ${requests} requests in the last 15 minutes`}>
      <Warning16Filled aria-hidden />
      {errors.toLocaleString()} ({shareInWords(load)})
    </span>
  );
}
