/** A token on demand: it is made when somebody asks, and nowhere kept. */
import { Button, makeStyles, Spinner, Text } from '@fluentui/react-components';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { useToken } from './handle.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
  token: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '4px',
    maxWidth: '100%',
  },
});

export function TokenRow({ endpoint }: { readonly endpoint: string }) {
  const styles = useStyles();
  const token = useToken(endpoint);
  const { data } = token;
  return (
    <div className={styles.root}>
      <Button
        disabledFocusable={token.isPending}
        icon={token.isPending ? <Spinner size="tiny" /> : null}
        onClick={() => token.mutate()}
      >
        {data === undefined ? 'Get a token' : 'Get another token'}
      </Button>
      <ErrorBar error={token.error} />
      {data !== undefined && (
        <>
          <div className={styles.token}>
            <CodeBlock label="Token" text={data.accessToken} wraps />
            <CopyButton text={data.accessToken} what="the token" />
          </div>
          <Text role="status">
            Good until <TimeStamp at={isoOf(data.expiryTimeUtc)} />; ask for a new one from{' '}
            <TimeStamp at={isoOf(data.refreshAfterTimeUtc)} /> on.
          </Text>
        </>
      )}
    </div>
  );
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
