import { Switch, Text } from '@fluentui/react-components';
import { splitInWords } from '../../../parts/split.ts';
import { SplitBar } from '../../../parts/split-bar.tsx';
import { isLive } from '../steps.ts';
import { useWizard } from '../wizard-context.ts';

export function TrafficStep() {
  const { draft, known, change } = useWizard();
  const { name } = draft.deployment;
  if (known.served.length > 0)
    return (
      <>
        <Text>
          {name} begins with 0 %. Nobody who uses the endpoint notices it: live requests go on as they do now
          ({splitInWords(known.traffic)}).
        </Text>
        <SplitBar split={known.traffic} names={[...known.deployments, name]} />
        <Text>
          Once it is ready, try it by name under Test, mirror some requests to it, and give it its first share
          with Update traffic on the page of the endpoint.
        </Text>
      </>
    );
  const live = isLive(draft, known);
  return (
    <>
      <Text>
        {known.others.length === 0
          ? 'It is the first deployment of this endpoint.'
          : 'No deployment of this endpoint gets live requests now.'}
      </Text>
      <Switch
        checked={live}
        label={`All live requests go to ${name} once it is ready`}
        onChange={(_, { checked }) => change('traffic', { isLive: checked })}
      />
      <SplitBar split={live ? { [name]: 100 } : {}} />
      {!live && <Text>Until somebody gives it a share, live requests are answered with 404.</Text>}
    </>
  );
}
