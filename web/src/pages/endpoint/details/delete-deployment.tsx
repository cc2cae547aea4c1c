/** Deletes a deployment, or says why that cannot be and what to do first. */
import { Text } from '@fluentui/react-components';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deploymentActions } from '../../../../../src/sdk/allowed.ts';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { deploymentsQuery } from '../loader.ts';
import { TrafficDialog } from '../traffic/dialog.tsx';
import { shareOf } from '../traffic/percent.ts';
import { removeDeployment } from './handle.ts';
import { RefusedDialog } from './refused-dialog.tsx';

type DeleteDeploymentProps = {
  readonly endpoint: EndpointResource;
  readonly deployment: DeploymentResource;
  readonly onClose: () => void;
};

/** Open as long as it is there. */
export function DeleteDeployment({ endpoint, deployment, onClose }: DeleteDeploymentProps) {
  const queries = useQueryClient();
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(endpoint.name));
  const [isMoving, setMoving] = useState(false);
  const { name } = deployment;
  const refusal = deploymentActions(deployment, endpoint).delete;
  if (isMoving) return <TrafficDialog endpoint={endpoint} deployments={deployments} onClose={onClose} />;
  if (refusal !== null) {
    return (
      <RefusedDialog
        title={`The deployment ${name} cannot be deleted yet`}
        message={refusal.message}
        step="Update traffic"
        onStep={() => setMoving(true)}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      isOpen
      title={`Delete the deployment ${name}?`}
      verb="Delete"
      onClose={onClose}
      onConfirm={() => removeDeployment(queries, endpoint.name, name)}
    >
      <Text>
        Its instances finish the requests that they have and stop; their logs go with them. Its model, code
        and environment stay registered, so it can be created again.
      </Text>
      {shareOf(endpoint.properties.mirrorTraffic, name) > 0 && <Text>The mirror to it ends, too.</Text>}
    </ConfirmDialog>
  );
}
