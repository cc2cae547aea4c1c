import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { type Place, paths } from '../../../app/paths.ts';
import { TextLink } from '../../../parts/link.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { assetAt, assetText, codeText } from './asset-name.ts';
import { Fact, Facts } from './facts.tsx';
import { instanceWords } from './instances.ts';
import { instancesQuery, revisionQuery } from './loader.ts';

type DeploymentFactsProps = { readonly endpoint: string; readonly deployment: DeploymentResource };

export function DeploymentFacts({ endpoint, deployment }: DeploymentFactsProps) {
  const { properties, systemData } = deployment;
  const code = properties.codeConfiguration;
  return (
    <Facts>
      <Fact name="Model">
        <Asset id={properties.model} none="none" place={paths.model} />
      </Fact>
      <Fact name="Environment">
        <Asset id={properties.environmentId} none="the one that Teal brings" place={paths.environment} />
      </Fact>
      <Fact name="Code">
        {code === null
          ? 'none: the model is served without a script'
          : `${code.scoringScript} in ${codeText(code.codeId)}`}
      </Fact>
      <Instances endpoint={endpoint} deployment={deployment} />
      <Fact name="Instance type">{properties.instanceType}</Fact>
      <Fact name="Last changed">
        <TimeStamp at={systemData.lastModifiedAt} />
      </Fact>
    </Facts>
  );
}

type AssetProps = {
  readonly id: string | null;
  readonly none: string;
  readonly place: (name: string, version?: string) => Place;
};

function Asset({ id, none, place }: AssetProps) {
  if (id === null) return none;
  const at = assetAt(id);
  // Curated environments of the registry have no page of their own.
  if (at === undefined || /\/registries\//i.test(id)) return <Text>{assetText(id)}</Text>;
  return <TextLink to={place(at.name, at.version)}>{assetText(id)}</TextLink>;
}

function Instances({ endpoint, deployment }: DeploymentFactsProps) {
  const { name, sku, properties } = deployment;
  const { data: states } = useQuery(instancesQuery(endpoint, name));
  const { data: revision } = useQuery(revisionQuery(endpoint, name));
  const { scaleType, minInstances, maxInstances } = properties.scaleSettings;
  return (
    <>
      <Fact name="Instances">
        {instanceWords(states ?? undefined, sku.capacity)}
        {scaleType === 'TargetUtilization' && ` (scaled by load, ${minInstances} to ${maxInstances})`}
      </Fact>
      <Fact name="Revision">{revision ?? 'none yet'}</Fact>
    </>
  );
}
