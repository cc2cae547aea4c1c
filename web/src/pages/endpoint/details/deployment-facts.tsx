import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { type Place, paths } from '../../../app/paths.ts';
import { environmentPlace } from '../../../parts/environment-place.ts';
import { Fact, Facts } from '../../../parts/facts.tsx';
import { TextLink } from '../../../parts/link.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { instancesQuery } from '../loader.ts';
import { assetAt, assetText, codeText } from './asset-name.ts';
import { instanceWords } from './instances.ts';

type DeploymentFactsProps = { readonly endpoint: string; readonly deployment: DeploymentResource };

export function DeploymentFacts({ endpoint, deployment }: DeploymentFactsProps) {
  const { properties, systemData } = deployment;
  const code = properties.codeConfiguration;
  return (
    <Facts>
      <Fact name="Model">
        <Asset id={properties.model} none="none" place={modelPlace(properties.model ?? '')} />
      </Fact>
      <Fact name="Environment">
        <Asset
          id={properties.environmentId}
          none="the one that Teal brings"
          place={environmentPlace(properties.environmentId ?? '')}
        />
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

type AssetProps = { readonly id: string | null; readonly none: string; readonly place: Place | undefined };

function Asset({ id, none, place }: AssetProps) {
  if (id === null) return none;
  if (place === undefined) return <Text>{assetText(id)}</Text>;
  return <TextLink to={place}>{assetText(id)}</TextLink>;
}

function modelPlace(id: string): Place | undefined {
  const at = assetAt(id);
  return at && paths.model(at.name, at.version);
}

function Instances({ endpoint, deployment }: DeploymentFactsProps) {
  const { name, sku, properties } = deployment;
  const { data: running } = useQuery({
    ...instancesQuery(endpoint),
    select: (all) => all.find((one) => one.deployment === name),
  });
  const { scaleType, minInstances, maxInstances } = properties.scaleSettings;
  return (
    <>
      <Fact name="Instances">
        {instanceWords(running, sku.capacity)}
        {scaleType === 'TargetUtilization' && ` (scaled by load, ${minInstances} to ${maxInstances})`}
      </Fact>
      <Fact name="Revision">{running === undefined ? '–' : (running.servingRevision ?? 'none yet')}</Fact>
    </>
  );
}
