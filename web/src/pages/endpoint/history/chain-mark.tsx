/** Whether anybody changed the records behind Teal's back. */
import {
  Caption1,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { verdictQuery } from './loader.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  words: { flex: '0 1 auto', minWidth: 0, maxWidth: 'calc(100% - 28px)' },
  good: { color: tokens.colorStatusSuccessForeground1, display: 'flex' },
  hash: { display: 'inline-flex', alignItems: 'center', color: tokens.colorNeutralForeground3 },
});

export function ChainMark({ endpoint }: { readonly endpoint: string }) {
  const styles = useStyles();
  const { data, error } = useQuery(verdictQuery(endpoint));
  if (error !== null) return <ErrorBar error={error} />;
  if (data === undefined) return <Caption1>Checking the chain of records …</Caption1>;
  if (data.broken !== null) {
    const where = data.broken.sequence === null ? '' : ` at record ${data.broken.sequence}`;
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>The history was changed behind Teal’s back</MessageBarTitle>
          The chain of records is broken{where}: {data.broken.why}. The {data.records} records before it hold.
        </MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <div className={styles.root} role="status">
      <span className={styles.good}>
        <ShieldCheckmark20Regular />
      </span>
      <Text className={styles.words}>
        Verified: all {data.records} records of this Teal are as they were written (checked{' '}
        <TimeStamp at={data.at} />
        ).
      </Text>
      <span className={styles.hash}>
        <Caption1>head {data.head.slice(0, 12)}…</Caption1>
        <CopyButton text={data.head} what="the hash of the last record" />
      </span>
    </div>
  );
}
