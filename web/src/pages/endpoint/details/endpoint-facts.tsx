import { makeStyles, Subtitle2, Tag, TagGroup, Text, tokens } from '@fluentui/react-components';
import type { EndpointResource } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Fact, Facts } from '../../../parts/facts.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { StateBadge } from '../../../parts/state-badge.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';

const useStyles = makeStyles({
  uri: { display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0 },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere', minWidth: 0 },
  tags: { flexWrap: 'wrap', gap: '4px' },
});

const auths = {
  Key: 'Key: callers send one of two keys',
  AMLToken: 'aml_token: callers send a token that Teal issues, good for an hour',
  AADToken: 'aad_token: callers send an access token, good for an hour',
} as const;

export function EndpointFacts({ endpoint }: { readonly endpoint: EndpointResource }) {
  const styles = useStyles();
  const { properties, systemData, tags } = endpoint;
  const tagList = Object.entries(tags);
  return (
    <Panel role="region" aria-labelledby="endpoint-facts">
      <Subtitle2 as="h2" id="endpoint-facts">
        Endpoint
      </Subtitle2>
      <Facts>
        <Fact name="REST endpoint">
          <Uri uri={properties.scoringUri} what="the REST endpoint" />
        </Fact>
        <Fact name="Swagger">
          <Uri uri={properties.swaggerUri} what="the address of the Swagger file" />
        </Fact>
        <Fact name="State">
          <StateBadge state={properties.provisioningState} />
        </Fact>
        <Fact name="Authentication">{auths[properties.authMode]}</Fact>
        <Fact name="Compute">
          {properties.compute === null ? 'Managed' : `Kubernetes: ${properties.compute}`}
        </Fact>
        {properties.description !== null && <Fact name="Description">{properties.description}</Fact>}
        <Fact name="Tags">
          {tagList.length === 0 ? (
            'none'
          ) : (
            <TagGroup className={styles.tags} aria-label="Tags">
              {tagList.map(([key, value]) => (
                <Tag key={key} size="small">{`${key}: ${value}`}</Tag>
              ))}
            </TagGroup>
          )}
        </Fact>
        <Fact name="Created">
          <TimeStamp at={systemData.createdAt} /> by {systemData.createdBy ?? 'unknown'}
        </Fact>
        <Fact name="Last changed">
          <TimeStamp at={systemData.lastModifiedAt} /> by {systemData.lastModifiedBy ?? 'unknown'}
        </Fact>
      </Facts>
    </Panel>
  );
}

function Uri({ uri, what }: { readonly uri: string; readonly what: string }) {
  const styles = useStyles();
  return (
    <span className={styles.uri}>
      <Text className={styles.code} size={200}>
        {uri}
      </Text>
      <CopyButton text={uri} what={what} />
    </span>
  );
}
