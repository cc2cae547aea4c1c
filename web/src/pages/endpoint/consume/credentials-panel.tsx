import { makeStyles, Subtitle2, Text } from '@fluentui/react-components';
import type { EndpointResource } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { KeyRows } from './key-rows.tsx';
import { TokenRow } from './token-row.tsx';

const useStyles = makeStyles({
  uri: { display: 'flex', alignItems: 'center', gap: '4px' },
  code: { overflowWrap: 'anywhere', minWidth: 0 },
});

/** What a caller needs to send, by the endpoint's way of authentication. */
const words = {
  Key: 'Callers send one of two keys. Two, so that one can be replaced while callers use the other.',
  AMLToken:
    'Callers send a token that Teal issues (aml_token). It is good for an hour; programs ask for a new one.',
  AADToken: 'Callers send an access token (aad_token). It is good for an hour; programs ask for a new one.',
} as const;

export function CredentialsPanel({ endpoint }: { readonly endpoint: EndpointResource }) {
  const styles = useStyles();
  const { authMode, scoringUri } = endpoint.properties;
  return (
    <Panel role="region" aria-labelledby="credentials">
      <Subtitle2 as="h2" id="credentials">
        Address and credentials
      </Subtitle2>
      <div className={styles.uri}>
        <Text font="monospace" className={styles.code}>
          {scoringUri}
        </Text>
        <CopyButton text={scoringUri} what="the address" />
      </div>
      <Text>{words[authMode]}</Text>
      {authMode === 'Key' ? <KeyRows endpoint={endpoint.name} /> : <TokenRow endpoint={endpoint.name} />}
    </Panel>
  );
}
