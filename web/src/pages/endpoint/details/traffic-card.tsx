/** Who gets the live requests, and the way back from the last change of that. */
import { makeStyles, Subtitle2, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { endpointActions } from '../../../../../src/sdk/allowed.ts';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { later } from '../../../parts/later.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { SplitBar } from '../../../parts/split-bar.tsx';
import { percentText, shareOf } from '../traffic/percent.ts';

const UndoDialog = later(async () => (await import('../undo-dialog.tsx')).UndoDialog);

const useStyles = makeStyles({
  lines: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

type TrafficCardProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
};

export function TrafficCard({ endpoint, deployments }: TrafficCardProps) {
  const styles = useStyles();
  const [isUndoing, setUndoing] = useState(false);
  const { traffic } = endpoint.properties;
  return (
    <Panel role="region" aria-labelledby="traffic">
      <Subtitle2 as="h2" id="traffic">
        Traffic
      </Subtitle2>
      <SplitBar split={traffic} names={deployments.map(({ name }) => name)} isBare />
      <ul className={styles.lines}>
        {sentences(endpoint, deployments).map((sentence) => (
          <li key={sentence}>
            <Text>{sentence}</Text>
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        <DialogButton
          disabledFocusable={deployments.length === 0 || endpointActions(endpoint).undo !== null}
          onClick={() => setUndoing(true)}
        >
          Undo last change …
        </DialogButton>
      </div>
      {isUndoing && <UndoDialog endpoint={endpoint.name} onClose={() => setUndoing(false)} />}
    </Panel>
  );
}

function sentences(
  { properties: { traffic, mirrorTraffic } }: EndpointResource,
  deployments: readonly DeploymentResource[],
): readonly string[] {
  if (deployments.length === 0) return ['There is nothing to send requests to yet.'];
  const live = deployments.filter(({ name }) => shareOf(traffic, name) > 0);
  const lines = live.map(
    ({ name }) => `${name} gets ${percentText(shareOf(traffic, name))} % of live requests.`,
  );
  const mirrored = Object.keys(mirrorTraffic).map(
    (name) => `${percentText(shareOf(mirrorTraffic, name))} % of them are copied to ${name}.`,
  );
  if (lines.length > 0) return [...lines, ...mirrored];
  return ['Live traffic is off: requests that name no deployment are answered with 404.', ...mirrored];
}
