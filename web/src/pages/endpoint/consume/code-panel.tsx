/** Code that calls the endpoint as it is. */
import {
  Card,
  Dropdown,
  Field,
  makeStyles,
  Option,
  Subtitle2,
  Switch,
  Tab,
  TabList,
  Text,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { exampleQuery } from '../test/example-for.ts';
import { keysQuery } from './loader.ts';
import { credentialCommand, languages, variableOf } from './snippets.ts';

const useStyles = makeStyles({
  options: { display: 'flex', flexWrap: 'wrap', gap: '12px 24px', alignItems: 'flex-end' },
  choice: { minWidth: 0, width: 'min(18rem, 100%)' },
  dropdown: { minWidth: 0 },
  bar: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' },
});

type CodePanelProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
};

const bySplit = 'split';

export function CodePanel({ endpoint, deployments }: CodePanelProps) {
  const styles = useStyles();
  const [language, setLanguage] = useState('curl');
  const [deployment, setDeployment] = useState(bySplit);
  const [isEmbedded, setEmbedded] = useState(false);
  const keys = useQuery({ ...keysQuery(endpoint.name), enabled: isEmbedded });
  const example = useQuery(exampleQuery(endpoint.name, deployments[0]?.name));
  const { authMode, scoringUri } = endpoint.properties;
  const call = {
    endpoint: endpoint.name,
    uri: scoringUri,
    authMode,
    deployment: deployment === bySplit ? undefined : deployment,
    input: example.data ?? '{}',
    credential: isEmbedded ? keys.data?.primaryKey : undefined,
  };
  const code = languages.find(({ id }) => id === language)?.write(call) ?? '';
  return (
    <Card role="region" aria-labelledby="code">
      <Subtitle2 as="h2" id="code">
        Code
      </Subtitle2>
      <div className={styles.options}>
        <Field label="Deployment" className={styles.choice}>
          <Dropdown
            className={styles.dropdown}
            value={deployment === bySplit ? 'By the split' : deployment}
            selectedOptions={[deployment]}
            onOptionSelect={(_, { optionValue }) => setDeployment(optionValue ?? bySplit)}
          >
            {[bySplit, ...deployments.map(({ name }) => name)].map((name) => (
              <Option key={name} value={name}>
                {name === bySplit ? 'By the split' : name}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {authMode === 'Key' && (
          <Switch
            label="Put the primary key into the code"
            checked={isEmbedded}
            onChange={(_, { checked }) => setEmbedded(checked)}
          />
        )}
      </div>
      <ErrorBar error={isEmbedded ? keys.error : null} />
      <div className={styles.bar}>
        <TabList selectedValue={language} onTabSelect={(_, { value }) => setLanguage(String(value))}>
          {languages.map(({ id, label }) => (
            <Tab key={id} value={id}>
              {label}
            </Tab>
          ))}
        </TabList>
        <CopyButton text={code} what="the code" />
      </div>
      <CodeBlock label="Code to copy" text={code} />
      {call.credential === undefined && language !== 'curl' && (
        <>
          <Text>
            It reads the credential from the variable {variableOf(call)}, which this sets in a shell:
          </Text>
          <CodeBlock label="Setting the variable" text={credentialCommand(call)} />
        </>
      )}
      {call.credential !== undefined && (
        <Text>The key is in the code now. Keep it out of what others can read, repositories above all.</Text>
      )}
    </Card>
  );
}
