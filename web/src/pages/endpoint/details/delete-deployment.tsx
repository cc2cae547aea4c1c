/** Deletes a deployment, or says why that cannot be and what to do first. */
import { Text } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { shareOf } from '../traffic/percent.ts';
import { removeDeployment } from './handle.ts';

type DeleteDeploymentProps = {
  readonly endpoint: EndpointResource;
  readonly deployment: DeploymentResource;
  readonly onClose: () => void;
};

/** Open as long as it is there. */
export function DeleteDeployment({ endpoint, deployment, onClose }: DeleteDeploymentProps) {
  const queries = useQueryClient();
  const { name } = deployment;
  const isMirrored = shareOf(endpoint.properties.mirrorTraffic, name) > 0;
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
      {isMirrored && <Text>The mirror to it ends, too.</Text>}
    </ConfirmDialog>
  );
}
