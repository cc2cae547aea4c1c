/** Options and YAML keys that are recorded and shown again, or whose effect is small, against a real Teal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let az: Az;
const folder = temporaryFolder('effects');

beforeAll(async () => {
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', 'score.py'), 'def init(): pass\ndef run(data): return data\n');
  teal = await startTeal();
  az = azOn(teal);
});
afterAll(() => teal?.close());

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('what is recorded is shown again as it was written', () => {
  test('endpoints', async () => {
    const path = file(
      'endpoint.yml',
      `name: kept
description: d
tags: {a: b}
properties: {enforce_access_to_default_secret_stores: enabled}
public_network_access: disabled
identity:
  type: user_assigned
  user_assigned_identities: [{resource_id: /subscriptions/s/resourceGroups/g/providers/x/id}]
`,
    );
    await az.json('ml', 'online-endpoint', 'create', '-f', path);
    const shown = await az.json('ml', 'online-endpoint', 'show', '-n', 'kept');
    expect(shown).toMatchObject({
      description: 'd',
      tags: { a: 'b' },
      properties: { enforce_access_to_default_secret_stores: 'enabled' },
      public_network_access: 'disabled',
      identity: {
        type: 'user_assigned',
        user_assigned_identities: [{ resource_id: '/subscriptions/s/resourceGroups/g/providers/x/id' }],
      },
    });
    await az.json('ml', 'online-endpoint', 'create', '-n', 'k8s', '--set', 'compute=azureml:cluster');
    expect(await az.json('ml', 'online-endpoint', 'show', '-n', 'k8s')).toMatchObject({
      compute: expect.stringMatching(/^azureml:.*\/computes\/cluster$/),
      kind: 'K8S',
    });
  });

  test('a managed deployment', async () => {
    const path = file(
      'managed.yml',
      `name: blue
endpoint_name: kept
type: managed
description: d
tags: {a: b}
properties: {p: q}
code_configuration: {code: code, scoring_script: score.py}
environment:
  name: recorded
  version: 7
  image: img
  os_type: linux
  inference_config:
    liveness_route: {port: 5001, path: /live}
    readiness_route: {port: 5001, path: /ready}
    scoring_route: {port: 5001, path: /score}
environment_variables: {WHO: me}
app_insights_enabled: true
instance_type: local
instance_count: 1
egress_public_network_access: disabled
private_network_connection: true
request_settings: {max_queue_wait_ms: 750}
model: {path: code}
model_mount_path: /mnt/models
readiness_probe: {initial_delay: 9, period: 8, timeout: 4, success_threshold: 1, failure_threshold: 32}
liveness_probe: {initial_delay: 11, period: 12, timeout: 3, success_threshold: 2, failure_threshold: 31}
data_collector:
  collections:
    model_inputs:
      enabled: 'True'
      client_id: c
      sampling_rate: 0.5
      data: {name: inputs, version: 2}
  rolling_rate: hour
  request_logging: {capture_headers: [x-a]}
`,
    );
    await az.json('ml', 'online-deployment', 'create', '-f', path);
    const shown = await az.json('ml', 'online-deployment', 'show', '-n', 'blue', '-e', 'kept');
    expect(shown).toMatchObject({
      description: 'd',
      tags: { a: 'b' },
      properties: { p: 'q', 'private-network-connection': 'true' },
      app_insights_enabled: true,
      egress_public_network_access: 'disabled',
      request_settings: { max_queue_wait_ms: 750 },
      liveness_probe: {
        initial_delay: 11,
        period: 12,
        timeout: 3,
        success_threshold: 2,
        failure_threshold: 31,
      },
      model_mount_path: '/mnt/models',
      readiness_probe: {
        initial_delay: 9,
        period: 8,
        timeout: 4,
        success_threshold: 1,
        failure_threshold: 32,
      },
      data_collector: {
        collections: {
          model_inputs: {
            enabled: 'true',
            client_id: 'c',
            sampling_rate: 0.5,
            data: expect.stringMatching(/\/data\/inputs\/versions\/2$/),
          },
        },
        rolling_rate: 'Hour',
        request_logging: { capture_headers: ['x-a'] },
      },
      type: 'managed',
    });
    expect(await az.json('ml', 'environment', 'show', '-n', 'recorded', '-v', '7')).toMatchObject({
      image: 'img',
      os_type: 'linux',
      inference_config: {
        liveness_route: { port: 5001, path: '/live' },
        readiness_route: { port: 5001, path: '/ready' },
        scoring_route: { port: 5001, path: '/score' },
      },
    });
  });

  test('a deployment of kind kubernetes', async () => {
    const path = file(
      'kubernetes.yml',
      `name: green
endpoint_name: k8s
type: kubernetes
code_configuration: {code: code, scoring_script: score.py}
resources:
  requests: {cpu: '0.1', memory: 0.1Gi}
  limits: {cpu: '0.2', memory: 200Mi, nvidia.com/gpu: 1}
scale_settings:
  type: target_utilization
  min_instances: 1
  max_instances: 3
  polling_interval: 10
  target_utilization_percentage: 60
`,
    );
    await az.json('ml', 'online-deployment', 'create', '-f', path);
    expect(await az.json('ml', 'online-deployment', 'show', '-n', 'green', '-e', 'k8s')).toMatchObject({
      type: 'kubernetes',
      resources: {
        requests: { cpu: '0.1', memory: '0.1Gi' },
        limits: { cpu: '0.2', memory: '200Mi', 'nvidia.com/gpu': '1' },
      },
      scale_settings: {
        type: 'target_utilization',
        min_instances: 1,
        max_instances: 3,
        polling_interval: 10,
        target_utilization_percentage: 60,
      },
    });
  });

  test('an environment from options', async () => {
    const words = ['-n', 'noted', '--image', 'img', '--os-type', 'windows', '--description', 'd'];
    const made = await az.json(
      'ml',
      'environment',
      'create',
      ...words,
      '--version',
      '3',
      '--tags',
      'a=b',
      '--set',
      'properties.p=q',
    );
    expect(made).toMatchObject({
      image: 'img',
      os_type: 'windows',
      description: 'd',
      version: '3',
      tags: { a: 'b' },
      properties: { p: 'q' },
    });
  });

  test('a model from options', async () => {
    const words = ['-n', 'noted', '--version', '3', '--path', join(folder, 'code'), '--description', 'd'];
    const made = await az.json(
      'ml',
      'model',
      'create',
      ...words,
      '--type',
      'mlflow_model',
      '--stage',
      'Staging',
      '--set',
      'properties.p=q',
    );
    expect(made).toMatchObject({
      type: 'mlflow_model',
      stage: 'Staging',
      description: 'd',
      properties: { p: 'q' },
    });
  });
});

describe('what an option asks for is done or refused', () => {
  test('model list --stage, with and without a name', async () => {
    const path = join(folder, 'code');
    await az.json('ml', 'model', 'create', '-n', 'staged', '-p', path, '-s', 'Production');
    await az.json('ml', 'model', 'create', '-n', 'plain', '-p', path);
    const names = await az.json('ml', 'model', 'list', '--stage', 'Production', '--query', '[].name');
    expect(names).toEqual(['staged']);
    expect(await az.json('ml', 'model', 'list', '-n', 'plain', '-s', 'Production')).toEqual([]);
  });

  test('what a version was registered with does not change', async () => {
    for (const kind of ['model', 'environment']) {
      const setting = kind === 'model' ? 'path=x' : 'image=other';
      const words = ['ml', kind, 'update', '-n', 'noted', '-v', '3', '--set', setting];
      await az.refused(1, words, 'what a version was registered with never changes');
    }
    expect(
      await az.json('ml', 'environment', 'update', '-n', 'noted', '-l', 'latest', '--set', 'tags.c=d'),
    ).toMatchObject({ image: 'img', tags: { a: 'b', c: 'd' } });
  });

  test('endpoint update of 2021 without a file: --set and --traffic', async () => {
    const words = ['-n', 'kept', '--set', 'tags.c=d', '--traffic', 'blue:100'];
    expect(await az.json('ml', 'endpoint', 'update', ...words)).toMatchObject({
      tags: { a: 'b', c: 'd' },
      traffic: { blue: 100 },
    });
    expect(
      await az.json('ml', 'endpoint', 'update', '-n', 'kept', '--remove', 'tags.c', '--query', 'tags'),
    ).toEqual({ a: 'b' });
  });

  test('mirror_traffic in an apply is refused rather than passed over', async () => {
    const path = file('mirror.yml', 'name: kept\ntraffic: {blue: 100}\nmirror_traffic: {green: 10}\n');
    const words = ['ml', 'endpoint', 'update', '-f', path, '--set', 'deployments=[]'];
    await az.refused(1, words, 'mirror_traffic is not part of an apply');
  });

  test('groups by tag, workspaces by group', async () => {
    expect(await az.json('group', 'list', '--tag', 'none')).toEqual([]);
    expect(await az.json('group', 'list', '--query', '[].name')).toEqual(['teal']);
    expect(await az.json('ml', 'workspace', 'list', '-g', 'teal', '--query', '[].name')).toEqual(['default']);
    await az.refused(2, ['ml', 'workspace', 'list', '-w', 'x'], 'unrecognized arguments: -w');
  });

  test('--verbose names the server', async () => {
    const ran = await az.run('ml', 'online-endpoint', 'list', '--verbose');
    expect(ran.stderr).toContain(`INFO: The server is ${teal.server.url}.`);
  });
});
