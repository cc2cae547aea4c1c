/** Code that calls the endpoint as it is. */
import { makeStyles, Subtitle2, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { exampleQuery } from '../test/example-for.ts';
import { type CodeChoice, CodeOptions } from './code-options.tsx';
import { keysQuery } from './loader.ts';
import { type Call, credentialCommand, languages, variableOf } from './snippets.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: '4px' },
});

type CodePanelProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
};

export function CodePanel({ endpoint, deployments }: CodePanelProps) {
  const styles = useStyles();
  const [language, setLanguage] = useState('curl');
  const [choice, setChoice] = useState<CodeChoice>({ deployment: undefined, isEmbedded: false });
  const { call, error } = useCall(endpoint, choice, deployments[0]?.name);
  const code = languages.find(({ id }) => id === language)?.write(call) ?? '';
  return (
    <Panel role="region" aria-labelledby="code">
      <Subtitle2 as="h2" id="code">
        Code
      </Subtitle2>
      <CodeOptions
        deployments={deployments.map(({ name }) => name)}
        hasKeys={endpoint.properties.authMode === 'Key'}
        choice={choice}
        onChange={setChoice}
      />
      <ErrorBar error={error} />
      <div className={styles.bar}>
        <Tabs
          label="Language"
          choices={Object.fromEntries(languages.map(({ id, label }) => [id, label]))}
          value={language}
          onChange={setLanguage}
        />
        <CopyButton text={code} what="the code" />
      </div>
      <CodeBlock label="Code to copy" text={code} />
      <Hint call={call} language={language} />
    </Panel>
  );
}

/** What the code is about; the key is asked for only when it is to stand in it. */
function useCall(
  { name, properties: { authMode, scoringUri } }: EndpointResource,
  { deployment, isEmbedded }: CodeChoice,
  described: string | undefined,
): { readonly call: Call; readonly error: unknown } {
  const keys = useQuery({ ...keysQuery(name), enabled: isEmbedded });
  const example = useQuery(exampleQuery(name, deployment ?? described));
  const credential = isEmbedded ? keys.data?.primaryKey : undefined;
  const call = {
    endpoint: name,
    uri: scoringUri,
    authMode,
    deployment,
    input: example.data ?? '{}',
    credential,
  };
  return { call, error: isEmbedded ? keys.error : null };
}

function Hint({ call, language }: { readonly call: Call; readonly language: string }) {
  if (call.credential !== undefined)
    return (
      <Text>The key is in the code now. Keep it out of what others can read, repositories above all.</Text>
    );
  if (language === 'curl') return null;
  return (
    <>
      <Text>It reads the credential from the variable {variableOf(call)}, which this sets in a shell:</Text>
      <CodeBlock label="Setting the variable" text={credentialCommand(call)} />
    </>
  );
}
