import { describe, expect, test } from 'vitest';
import type {
  DeploymentResource,
  EndpointResource,
  EnvironmentVersion,
  ModelVersion,
} from '../../sdk/wire.ts';
import { checked } from '../yaml/check.ts';
import { endpointRule, managedRule } from '../yaml/schemas.ts';
import type { DeploymentYaml, EndpointYaml } from '../yaml/types.ts';
import { environmentShape, modelContainerRow, modelShape, modelVersionRow } from './asset.ts';
import { deploymentRow, deploymentShape } from './deployment.ts';
import { deploymentBody } from './deployment-body.ts';
import { endpointBody, endpointRow, endpointShape, withIdleDeployments } from './endpoint.ts';
import { pascal, snake } from './words.ts';

const workspace = { subscription: 's', resourceGroup: 'rg', name: 'ws' };
const base = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';

const endpoint: EndpointResource = {
  id: `${base}/onlineEndpoints/e1`,
  name: 'e1',
  type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
  location: 'local',
  tags: { a: 'b' },
  kind: 'Managed',
  identity: { type: 'SystemAssigned', principalId: 'p', tenantId: 't' },
  properties: {
    authMode: 'AMLToken',
    description: null,
    properties: {
      'azureml.onlineendpointid': 'x',
      createdBy: 'a',
      createdAt: 'b',
      lastModifiedAt: 'c',
    },
    traffic: { blue: 100 },
    mirrorTraffic: {},
    compute: null,
    publicNetworkAccess: 'Enabled',
    scoringUri: 'http://h/score',
    swaggerUri: 'http://h/swagger.json',
    provisioningState: 'Succeeded',
  },
  systemData: {
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'a',
    createdByType: 'User',
    lastModifiedAt: '2026-01-01T00:00:00.000Z',
    lastModifiedBy: 'a',
    lastModifiedByType: 'User',
  },
  etag: '"1"',
};

const deployment: DeploymentResource = {
  id: `${base}/onlineEndpoints/e1/deployments/blue`,
  name: 'blue',
  type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments',
  location: 'local',
  tags: {},
  kind: 'Managed',
  sku: { name: 'Default', tier: 'Standard', capacity: 2 },
  properties: {
    endpointComputeType: 'Managed',
    description: null,
    properties: {},
    model: `${base}/models/m/versions/1`,
    modelMountPath: null,
    environmentId: 'azureml://registries/azureml/environments/x/labels/latest',
    codeConfiguration: { codeId: `${base}/codes/c/versions/1`, scoringScript: 'score.py' },
    environmentVariables: { A: '1' },
    instanceType: 'Standard_DS3_v2',
    appInsightsEnabled: false,
    requestSettings: {
      maxConcurrentRequestsPerInstance: 1,
      maxQueueWait: 'PT0.5S',
      requestTimeout: 'PT1M30S',
    },
    livenessProbe: {
      initialDelay: 'PT10S',
      period: 'PT10S',
      timeout: 'PT2S',
      successThreshold: 1,
      failureThreshold: 30,
    },
    readinessProbe: {
      initialDelay: 'PT10S',
      period: 'PT10S',
      timeout: 'PT2S',
      successThreshold: 1,
      failureThreshold: 30,
    },
    scaleSettings: { scaleType: 'Default' },
    dataCollector: {
      collections: {
        model_inputs: {
          dataCollectionMode: 'Enabled',
          dataId: `${base}/data/d/versions/1`,
          samplingRate: 0.5,
        },
      },
      rollingRate: 'Hour',
    },
    egressPublicNetworkAccess: 'Enabled',
    provisioningState: 'Succeeded',
  },
  systemData: endpoint.systemData,
  etag: '"1"',
};

describe('endpoints', () => {
  test('snake_case, null members left out, empty maps kept', () => {
    expect(endpointShape(endpoint)).toMatchObject({
      auth_mode: 'aml_token',
      identity: { type: 'system_assigned', principal_id: 'p', tenant_id: 't' },
      mirror_traffic: {},
      openapi_uri: 'http://h/swagger.json',
      public_network_access: 'enabled',
    });
    expect(endpointShape(endpoint)).not.toHaveProperty('description');
  });

  test('trap 5: show adds deployments without any traffic with 0, but not the mirrored one', () => {
    const mirrored = { ...endpointShape(endpoint), mirror_traffic: { red: 10 } };
    const all = ['blue', 'green', 'red'].map((name) => ({ ...deployment, name }));
    expect(withIdleDeployments(mirrored, all).traffic).toEqual({ blue: 100, green: 0 });
  });

  test('trap 5: zeros are taken out before the PUT, names put in lower case', () => {
    const yaml = checked(endpointRule, { traffic: { Blue: 0, Green: 100 }, mirror_traffic: { red: 0 } }, 'f');
    const { properties } = endpointBody(yaml as EndpointYaml, workspace);
    expect([properties.traffic, properties.mirrorTraffic]).toEqual([{ green: 100 }, {}]);
  });

  test('trap 12: rows of a list have seven members and no id', () => {
    expect(Object.keys(endpointRow(endpoint)).sort()).toEqual([
      'kind',
      'location',
      'mirror_traffic',
      'name',
      'provisioning_state',
      'tags',
      'traffic',
    ]);
  });

  test('what show prints can be written back', () => {
    const yaml = checked(endpointRule, endpointShape(endpoint), 'f') as EndpointYaml;
    const body = endpointBody(yaml, workspace);
    expect(body).toMatchObject({
      tags: { a: 'b' },
      identity: { type: 'SystemAssigned' },
      properties: { authMode: 'AMLToken', traffic: { blue: 100 }, publicNetworkAccess: 'enabled' },
    });
  });

  test('assigned identities and a Kubernetes compute', () => {
    const yaml = {
      identity: { type: 'user_assigned', user_assigned_identities: [{ resource_id: '/i' }] },
      compute: 'azureml:k8s',
    };
    expect(endpointBody(yaml, workspace)).toMatchObject({
      identity: { type: 'UserAssigned', userAssignedIdentities: { '/i': {} } },
      properties: { compute: `${base}/computes/k8s` },
    });
  });
});

describe('deployments', () => {
  const shape = deploymentShape(deployment);

  test('references begin with azureml:, registry ids stay, durations are numbers', () => {
    expect(shape).toMatchObject({
      code_configuration: { code: `${base}/codes/c/versions/1`, scoring_script: 'score.py' },
      endpoint_name: 'e1',
      environment: 'azureml://registries/azureml/environments/x/labels/latest',
      instance_count: 2,
      model: `azureml:${base}/models/m/versions/1`,
      request_settings: { max_queue_wait_ms: 500, request_timeout_ms: 90_000 },
      liveness_probe: { initial_delay: 10, timeout: 2, failure_threshold: 30 },
      scale_settings: { type: 'default' },
      type: 'managed',
    });
  });

  test('trap 12: rows of a list have six members', () => {
    expect(deploymentRow(deployment)).toEqual({
      endpoint_name: 'e1',
      instance_type: 'Standard_DS3_v2',
      model: `azureml:${base}/models/m/versions/1`,
      name: 'blue',
      provisioning_state: 'Succeeded',
      type: 'managed',
    });
  });

  test('what show prints can be written back without losing anything', () => {
    const yaml = checked(managedRule, shape, 'f') as DeploymentYaml;
    const assets = { model: 'm', environment: 'e', code: 'c' };
    const body = deploymentBody(yaml, assets, { workspace, endpoint: 'e1', name: 'blue' });
    const { model, environmentId, codeConfiguration, ...rest } = body.properties;
    expect([model, environmentId, codeConfiguration?.codeId]).toEqual(['m', 'e', 'c']);
    expect(body.sku).toEqual({ name: 'Default', capacity: 2 });
    const wire: Record<string, unknown> = deployment.properties;
    for (const [key, value] of Object.entries(rest)) {
      const expected = wire[key];
      if (key === 'requestSettings')
        expect(value).toMatchObject({ maxQueueWait: 'PT0.5S', requestTimeout: 'PT90S' });
      else if (key === 'egressPublicNetworkAccess') expect(value).toBe('enabled');
      else expect(value).toEqual(expected);
    }
  });
});

describe('assets', () => {
  const model: ModelVersion = {
    id: `${base}/models/m/versions/3`,
    name: '3',
    properties: { modelUri: 'azureml://x', modelType: 'custom_model', flavors: {}, tags: {}, properties: {} },
    systemData: { createdAt: 'x' },
  };

  test('name and version come from the id; the version is text', () => {
    expect(modelShape(model)).toMatchObject({
      name: 'm',
      version: '3',
      id: `azureml:${model.id}`,
      type: 'custom_model',
    });
    expect(modelShape(model)).not.toHaveProperty('flavors');
    const flavors = { python_function: { data: { loader_module: 'mlflow.sklearn' } }, spark: {} };
    expect(modelShape({ ...model, properties: { ...model.properties, flavors } }).flavors).toEqual({
      python_function: { loader_module: 'mlflow.sklearn' },
      spark: {},
    });
  });

  test('trap 12: rows of lists have keys with blanks and null for what is missing', () => {
    const container = { id: `${base}/models/m`, name: 'm', properties: { latestVersion: '3' } };
    expect(modelContainerRow(container)).toMatchObject({
      'latest version': '3',
      description: null,
      creation_context: null,
    });
    expect(modelVersionRow(model)).toMatchObject({ 'model type': 'custom_model', version: '3', stage: null });
  });

  test('environments show their conda file parsed', () => {
    const environment: EnvironmentVersion = {
      id: `${base}/environments/e/versions/1`,
      name: '1',
      properties: { image: 'i', osType: 'Linux' },
    };
    expect(environmentShape(environment, { channels: [] })).toMatchObject({
      conda_file: { channels: [] },
      image: 'i',
      os_type: 'linux',
      version: '1',
    });
  });
});

test('words between ARM and the command line', () => {
  expect(['SystemAssigned', 'AMLToken', 'AADToken', 'SystemAssigned,UserAssigned', 'Key'].map(snake)).toEqual(
    ['system_assigned', 'aml_token', 'aad_token', 'system_assigned,user_assigned', 'key'],
  );
  expect(['system_assigned', 'system_assigned,user_assigned', 'target_utilization'].map(pascal)).toEqual([
    'SystemAssigned',
    'SystemAssigned,UserAssigned',
    'TargetUtilization',
  ]);
});
