import type { EndpointResource } from '../../../../src/sdk/wire.ts';

export const authWords: Readonly<Record<EndpointResource['properties']['authMode'], string>> = {
  Key: 'Key',
  AMLToken: 'Azure ML token',
  AADToken: 'Entra ID token',
};

export const computeWords: Readonly<Record<EndpointResource['kind'], string>> = {
  Managed: 'Managed',
  K8S: 'Kubernetes',
};
