import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Deployment, type DeploymentSpec, defaultProbe, type Probe } from '../domain/deployment.ts';
import { renderDeployment } from './deployment.ts';
import { deploymentSpec } from './deployment-spec.ts';
import { assetId, deploymentId } from './ids.ts';

const workspace = { subscription: 's', resourceGroup: 'g', name: 'w', location: 'westus' };
const around = { workspace, endpoint: 'churn', operationUri: 'https://localhost/operations/1' };
const stamp = { createdAt: 0, createdBy: 'ann', modifiedAt: 1000, modifiedBy: 'ben' };

const deployment = (spec: DeploymentSpec): Deployment => ({
  ...stamp,
  uid: 'D',
  endpointUid: 'E',
  name: 'blue',
  spec,
  generation: 3,
  observedGeneration: 3,
  targetRevision: 1,
  servingRevision: 1,
  failure: null,
  version: 1,
  deleting: false,
});
const render = (spec: DeploymentSpec) => renderDeployment(deployment(spec), around);

/** What a client gets when it reads a deployment. */
const got = (spec: DeploymentSpec): unknown => JSON.parse(JSON.stringify(render(spec)));

/** A managed deployment as the Python SDK sends it, every member set. */
const full = {
  location: 'westus',
  tags: { team: 'risk' },
  sku: { name: 'Default', capacity: 3 },
  properties: {
    endpointComputeType: 'Managed',
    description: 'The old one.',
    model: assetId(workspace, 'models', 'm', '1'),
    modelMountPath: '/var/x',
    environmentId: assetId(workspace, 'environments', 'e', '1'),
    codeConfiguration: { codeId: assetId(workspace, 'codes', 'c', '1'), scoringScript: 'score.py' },
    instanceType: 'Standard_DS3_v2',
    environmentVariables: { A: '1' },
    properties: { note: 'x' },
    appInsightsEnabled: false,
    scaleSettings: { scaleType: 'Default' },
    egressPublicNetworkAccess: 'disabled',
    requestSettings: { maxConcurrentRequestsPerInstance: 2, maxQueueWait: 'PT0.5S', requestTimeout: 'PT3S' },
    livenessProbe: {
      initialDelay: 'PT20S',
      period: 'PT1M',
      timeout: 'PT4S',
      failureThreshold: 5,
      successThreshold: 2,
    },
    readinessProbe: {},
    dataCollector: { collections: { model_inputs: { samplingRate: 0.7 } }, rollingRate: 'hour' },
  },
};

const kubernetes = {
  location: 'westus',
  tags: {},
  sku: { name: 'Default', capacity: 1 },
  properties: {
    endpointComputeType: 'Kubernetes',
    environmentVariables: {},
    properties: {},
    appInsightsEnabled: false,
    codeConfiguration: { codeId: 'azureml:c:1', scoringScript: 'score.py' },
    scaleSettings: {
      scaleType: 'TargetUtilization',
      minInstances: 1,
      maxInstances: 4,
      pollingInterval: 'PT10S',
      targetUtilizationPercentage: 50,
    },
    containerResourceRequirements: {
      containerResourceRequests: { cpu: '0.5', memory: '1Gi' },
      containerResourceLimits: { cpu: '1', memory: '2Gi', gpu: '1' },
    },
  },
};

const least = {
  location: 'westus',
  tags: {},
  sku: { name: 'Default', capacity: 1 },
  properties: {
    endpointComputeType: 'Managed',
    environmentVariables: {},
    properties: {},
    appInsightsEnabled: false,
  },
};

describe('the body of a deployment', () => {
  test('is read with every member', () => {
    expect(deploymentSpec(full)).toEqual({
      computeType: 'managed',
      description: 'The old one.',
      tags: { team: 'risk' },
      properties: { note: 'x' },
      model: full.properties.model,
      code: { id: full.properties.codeConfiguration.codeId, script: 'score.py' },
      environment: full.properties.environmentId,
      environmentVariables: { A: '1' },
      instanceType: 'Standard_DS3_v2',
      instanceCount: 3,
      appInsights: false,
      requestSettings: { timeoutMs: 3000, maxConcurrentPerInstance: 2, maxQueueWaitMs: 500 },
      liveness: { initialDelay: 20, period: 60, timeout: 4, failureThreshold: 5, successThreshold: 2 },
      readiness: defaultProbe,
      egressPublicNetworkAccess: 'disabled',
      modelMountPath: '/var/x',
      scaleSettings: { kind: 'default' },
      resources: null,
      dataCollector: full.properties.dataCollector,
    });
  });

  test("gets Azure's defaults where it says nothing", () => {
    expect(deploymentSpec(least)).toMatchObject({
      instanceCount: 1,
      requestSettings: { timeoutMs: 5000, maxConcurrentPerInstance: 1, maxQueueWaitMs: 500 },
      liveness: { initialDelay: 10, period: 10, timeout: 2, successThreshold: 1, failureThreshold: 30 },
      egressPublicNetworkAccess: 'enabled',
      scaleSettings: { kind: 'default' },
      model: null,
      code: null,
      environment: null,
    });
  });

  test('may be one for Kubernetes', () => {
    expect(deploymentSpec(kubernetes)).toMatchObject({
      computeType: 'kubernetes',
      instanceType: 'defaultinstancetype',
      scaleSettings: { kind: 'target_utilization', maxInstances: 4, pollingIntervalSeconds: 10 },
      resources: { requests: { cpu: '0.5', memory: '1Gi' }, limits: { gpu: '1' } },
    });
  });

  test('may hold nulls, which say nothing', () => {
    const nulls = { model: null, livenessProbe: null, egressPublicNetworkAccess: null };
    const body = { ...least, identity: null, properties: { ...least.properties, ...nulls } };
    expect(deploymentSpec(body)).toEqual(deploymentSpec(least));
  });

  test.each<[string, string, object]>([
    ['properties.codeConfiguration.codeId', 'is required', { codeConfiguration: { scoringScript: 's.py' } }],
    ['properties.endpointComputeType', 'one of Managed, Kubernetes', { endpointComputeType: 'AKS' }],
    ['properties.scaleSettings.scaleType', "is 'Auto'", { scaleSettings: { scaleType: 'Auto' } }],
    ['properties.readinessProbe.period', "is '5s'", { readinessProbe: { period: '5s' } }],
    ['properties.requestSettings.requestTimeout', 'ISO 8601', { requestSettings: { requestTimeout: '5' } }],
    ['properties.egressPublicNetworkAccess', 'enabled, disabled', { egressPublicNetworkAccess: 'no' }],
  ])('is refused when %s %s', (target, words, change) => {
    const body = { ...least, properties: { ...least.properties, ...change } };
    expect(() => deploymentSpec(body)).toThrow(
      expect.objectContaining({ code: 'bad-argument', target, message: expect.stringContaining(words) }),
    );
  });
});

describe('a deployment as ARM shows it', () => {
  test('has every member that official clients need', () => {
    expect(render(deploymentSpec(least))).toMatchObject({
      id: deploymentId(workspace, 'churn', 'blue'),
      name: 'blue',
      kind: 'Managed',
      sku: { name: 'Default', tier: 'Standard', capacity: 1 },
      properties: {
        endpointComputeType: 'Managed',
        scaleSettings: { scaleType: 'Default' },
        egressPublicNetworkAccess: 'Enabled',
        provisioningState: 'Succeeded',
        requestSettings: { requestTimeout: 'PT5S', maxQueueWait: 'PT0.5S' },
        properties: { AzureAsyncOperationUri: around.operationUri },
      },
      systemData: { createdAt: '1970-01-01T00:00:00.000Z', createdBy: 'ann', lastModifiedBy: 'ben' },
      etag: '"3"',
    });
    expect(
      render(deploymentSpec({ ...least, properties: { endpointComputeType: 'kubernetes' } })),
    ).toMatchObject({
      kind: 'K8S',
      properties: {
        endpointComputeType: 'Kubernetes',
        containerResourceRequirements: { containerResourceRequests: {}, containerResourceLimits: {} },
      },
    });
  });

  test('says nothing of an operation that nobody waits for', () => {
    const shown = renderDeployment(deployment(deploymentSpec(least)), { ...around, operationUri: null });
    expect(shown.properties.properties).toEqual({});
  });
});

describe('what was read and is sent back', () => {
  test.each([
    ['of the least', least],
    ['of a full managed one', full],
    ['of one on Kubernetes', kubernetes],
    ['of one on Kubernetes without resources', { properties: { endpointComputeType: 'Kubernetes' } }],
    [
      'of a managed one with resources',
      {
        properties: {
          containerResourceRequirements: { containerResourceRequests: { cpu: '1' } },
        },
      },
    ],
  ])('%s changes nothing', (_, body) => {
    const spec = deploymentSpec(body);
    expect(deploymentSpec(got(spec))).toEqual(spec);
  });

  test('changes nothing, whatever the deployment', () => {
    fc.assert(
      fc.property(anySpec(), (spec) => {
        expect(deploymentSpec(got(spec))).toEqual(spec);
      }),
      { numRuns: 200 },
    );
  });
});

function anySpec(): fc.Arbitrary<DeploymentSpec> {
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const strings = fc.dictionary(text, fc.string(), { maxKeys: 3 });
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  const seconds = fc.integer({ min: 1, max: 86_400 });
  const probe: fc.Arbitrary<Probe> = fc.record({
    initialDelay: seconds,
    period: seconds,
    timeout: seconds,
    successThreshold: seconds,
    failureThreshold: seconds,
  });
  const milliseconds = fc.nat({ max: 300_000 });
  return fc.record<DeploymentSpec>({
    computeType: fc.constant('managed'),
    description: maybe(fc.string()),
    tags: strings,
    properties: strings,
    model: maybe(text),
    code: maybe(fc.record({ id: text, script: text })),
    environment: maybe(text),
    environmentVariables: strings,
    instanceType: text,
    instanceCount: seconds,
    appInsights: fc.boolean(),
    requestSettings: fc.record({
      timeoutMs: milliseconds,
      maxConcurrentPerInstance: seconds,
      maxQueueWaitMs: milliseconds,
    }),
    liveness: probe,
    readiness: probe,
    egressPublicNetworkAccess: fc.constantFrom('enabled', 'disabled'),
    modelMountPath: maybe(text),
    scaleSettings: fc.constant({ kind: 'default' }),
    resources: fc.constant(null),
    dataCollector: maybe(fc.constant({ collections: {} })),
  });
}
