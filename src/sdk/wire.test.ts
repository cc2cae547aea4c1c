import { expect, test } from 'vitest';
import type { renderDeployment } from '../arm/deployment.ts';
import type { DeploymentBody as ArmDeploymentBody } from '../arm/deployment-body.ts';
import { deploymentSpec } from '../arm/deployment-spec.ts';
import { type EndpointBody as ArmEndpointBody, endpointSpec, type renderEndpoint } from '../arm/endpoint.ts';
import type { renderEntry } from '../arm/history.ts';
import type {
  DeploymentBody,
  DeploymentResource,
  EndpointBody,
  EndpointResource,
  HistoryEntry,
} from './wire.ts';

/**
 * The packed SDK spells its types out, so that it needs no schema library. The compiler holds them against the schemas
 * here: members of the same names, whatever a program may say passes, and what is promised is what the service shows.
 */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
type Plain<T> = T extends string ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Kept<A extends B, B> = Same<keyof A, keyof B>;

const checks: readonly true[] = [
  true satisfies Kept<EndpointBody, ArmEndpointBody>,
  true satisfies Kept<EndpointBody['properties'], ArmEndpointBody['properties']>,
  true satisfies Kept<DeploymentBody, ArmDeploymentBody>,
  true satisfies Kept<DeploymentBody['properties'], ArmDeploymentBody['properties']>,
  true satisfies Kept<ReturnType<typeof renderEndpoint>, Plain<EndpointResource>>,
  true satisfies Kept<ReturnType<typeof renderEntry>, HistoryEntry>,
  true satisfies Kept<ReturnType<typeof renderDeployment>, Plain<DeploymentResource>>,
];

test('the types are those of the schemas', () => {
  expect(checks).not.toContain(false);
});

test('a body with every member of the SDK passes the schema', () => {
  const endpoint: EndpointBody = {
    tags: { team: 'risk' },
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'Key', description: 'd', traffic: { blue: 100 }, mirrorTraffic: {} },
  };
  expect(endpointSpec(endpoint).spec).toMatchObject({ authMode: 'key', traffic: { blue: 100 } });
  const deployment: DeploymentBody = {
    sku: { capacity: 2 },
    properties: {
      endpointComputeType: 'Managed',
      codeConfiguration: { codeId: 'azureml:code:1', scoringScript: 'score.py' },
      requestSettings: { requestTimeout: 'PT10S' },
      instanceType: 'local',
    },
  };
  expect(deploymentSpec(deployment)).toMatchObject({
    instanceCount: 2,
    requestSettings: { timeoutMs: 10_000 },
  });
});
