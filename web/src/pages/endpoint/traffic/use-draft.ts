import { useState } from 'react';
import { deploymentActions } from '../../../../../src/sdk/allowed.ts';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { type Draft, draftOf, fitted, type Split, splitOf } from './draft.ts';

/** What is typed, kept in step with the deployments that there are. */
export type Drafting = {
  readonly draft: Draft;
  /** How the traffic was set when the dialog opened, or when it was begun anew. */
  readonly opened: Split;
  readonly edit: (draft: Draft) => void;
  /** Throws the numbers away and begins with what is set now; the reason stays. */
  readonly restart: () => void;
};

/** `endpoint` may change while somebody types; `onEdit` hears of each change of the draft. */
export function useDraft(
  endpoint: EndpointResource,
  deployments: readonly DeploymentResource[],
  onEdit: () => void,
): Drafting {
  const now = splitOf(endpoint);
  const begin = (): Draft => draftOf(now, deployments, mirrorable(endpoint, deployments));
  const [opened, setOpened] = useState(now);
  const [typed, setTyped] = useState<Draft>(begin);
  const edit = (next: Draft): void => {
    onEdit();
    setTyped(next);
  };
  return {
    draft: fitted(typed, deployments),
    opened,
    edit,
    restart: () => {
      setOpened(now);
      edit({ ...begin(), reason: typed.reason });
    },
  };
}

/** Who could take copies now; the first of them is proposed. */
function mirrorable(
  endpoint: EndpointResource,
  deployments: readonly DeploymentResource[],
): string | undefined {
  return deployments.find((deployment) => deploymentActions(deployment, endpoint).takeMirror === null)?.name;
}
