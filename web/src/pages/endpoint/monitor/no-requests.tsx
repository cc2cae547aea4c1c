import { makeStyles } from '@fluentui/react-components';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import type { EndpointResource } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { languages } from '../consume/snippets.ts';
import type { Range } from './ranges.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px' },
});

type NoRequestsProps = { readonly endpoint: EndpointResource; readonly range: Range };

/** How to send the first request, from here or from a shell. */
export function NoRequests({ endpoint, range }: NoRequestsProps) {
  const styles = useStyles();
  const { name, properties } = endpoint;
  const { scoringUri: uri, authMode } = properties;
  const call = { endpoint: name, uri, authMode, deployment: undefined, input: '{}', credential: undefined };
  return (
    <div className={styles.root}>
      <EmptyState
        title={`No requests in the ${range.words}`}
        icon={<SendRegular />}
        action={
          <ButtonLink appearance="primary" to={paths.endpoint(name, 'test')}>
            Send a request
          </ButtonLink>
        }
      >
        Rates, latencies and errors appear here within seconds of the first one. Send it from the Test tab, or
        from a shell as below.
      </EmptyState>
      <CodeBlock label="Sending a request with curl" text={languages[0]?.write(call) ?? ''} isLow />
    </div>
  );
}
