/** What is there already, as far as the wizard has to know. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Percentages } from '../../../../src/sdk/wire.ts';
import { deploymentsQuery, endpointQuery } from '../endpoint/loader.ts';
import { endpointsQuery } from '../endpoints/loader.ts';
import { versionsQuery } from '../models/model/loader.ts';
import type { Draft } from './draft.ts';

export type Known = {
  /** The endpoint to add a deployment to; undefined for a new one. */
  readonly endpoint: string | undefined;
  readonly isKubernetes: boolean;
  /** Names that are taken, in lower case. */
  readonly endpoints: ReadonlySet<string>;
  readonly deployments: ReadonlySet<string>;
  /** The deployments that this wizard did not make. */
  readonly others: readonly string[];
  /** Who gets live requests. */
  readonly served: readonly string[];
  readonly traffic: Percentages;
  /** Whether the model says itself how it is served. */
  readonly isMlflow: boolean;
};

export function useKnown(endpoint: string | undefined, draft: Draft): Known {
  const existing = endpoint ?? (draft.endpoint.isMade ? draft.endpoint.name : '');
  const isThere = existing !== '';
  const { data: endpoints } = useQuery(endpointsQuery);
  const { data: resource } = useQuery({ ...endpointQuery(existing), enabled: isThere });
  const { data: deployments } = useQuery({ ...deploymentsQuery(existing), enabled: isThere });
  const isMlflow = useIsMlflow(draft);
  const { made } = draft.deployment;
  return useMemo(() => {
    const names = isThere ? (deployments ?? []).map(({ name }) => name) : [];
    const traffic = (isThere ? resource?.properties.traffic : undefined) ?? {};
    const compute = isThere ? resource?.kind === 'K8S' : draft.endpoint.compute === 'Kubernetes';
    return {
      endpoint,
      isKubernetes: compute,
      endpoints: new Set((endpoints ?? []).map(({ name }) => name.toLowerCase())),
      deployments: new Set(names),
      others: names.filter((name) => name !== made),
      served: Object.keys(traffic).filter((name) => (traffic[name] ?? 0) > 0),
      traffic,
      isMlflow,
    };
  }, [endpoint, endpoints, resource, deployments, isThere, isMlflow, made, draft.endpoint.compute]);
}

function useIsMlflow({ model }: Draft): boolean {
  const isRegistered = model.from === 'registered' && model.name !== '';
  const { data: versions } = useQuery({ ...versionsQuery(model.name), enabled: isRegistered });
  if (!isRegistered) return model.from === 'upload' && model.type === 'mlflow_model';
  const chosen = versions?.find(({ name }) => name === model.version) ?? versions?.[0];
  return chosen?.properties.modelType === 'mlflow_model';
}
