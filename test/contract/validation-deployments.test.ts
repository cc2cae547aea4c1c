/** Every rule on the settings of a deployment: how it is refused, that field and value are named, and that nothing stays. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { everything, expectError } from '../support/refusals.ts';
import { type Json, type Reply, type Rest, restOf } from '../support/rest.ts';
import { script } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let before: Json;

const endpoint = '/onlineEndpoints/rules';

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  expect((await rest.deploy('rules', 'blue', 'echo')).status).toBe('Succeeded');
});
afterAll(() => teal?.close());

beforeEach(async () => {
  before = await everything(rest);
});

async function refused(
  reply: Reply,
  status: number,
  code: string,
  words: (string | RegExp)[],
): Promise<void> {
  expectError(reply, status, code, ...words);
  expect(await everything(rest)).toEqual(before);
}

const deployment = (properties: Json = {}, capacity: Json = 1) => ({
  sku: { name: 'Default', capacity },
  properties: {
    endpointComputeType: 'Managed',
    instanceType: 'local',
    codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
    ...properties,
  },
});

const code = (codeId: string, scoringScript = 'score.py') => ({
  codeConfiguration: { codeId, scoringScript },
});

describe.each(['blue', 'fresh'])('a deployment (%s)', (name) => {
  const cases: [string, Json, string[]][] = [
    ['no instance type', deployment({ instanceType: null }), ['instance_type is required']],
    ['an unknown instance type', deployment({ instanceType: 'Standard_X1' }), ["'Standard_X1'", 'local']],
    ['no instances', deployment({}, 0), ['instance_count is 0', '1 to 50']],
    ['too many instances', deployment({}, 51), ['instance_count is 51', '1 to 50']],
    ['half an instance', deployment({}, 1.5), ['sku.capacity', '1.5']],
    ['another compute type', deployment({ endpointComputeType: 'Batch' }), ["'Batch'", 'Managed']],
    [
      'scaling by load',
      deployment({ scaleSettings: { scaleType: 'TargetUtilization' } }),
      ['scale_settings.type', 'target_utilization', 'default'],
    ],
    [
      'a time limit above 180 s',
      deployment({ requestSettings: { requestTimeout: 'PT181S' } }),
      ['request_timeout_ms is 181000', '180000'],
    ],
    [
      'a time limit of 0',
      deployment({ requestSettings: { requestTimeout: 'PT0S' } }),
      ['request_timeout_ms is 0'],
    ],
    [
      'a time limit that is no duration',
      deployment({ requestSettings: { requestTimeout: '5s' } }),
      ['requestTimeout', "'5s'", 'ISO 8601'],
    ],
    [
      'no concurrency',
      deployment({ requestSettings: { maxConcurrentRequestsPerInstance: 0 } }),
      ['max_concurrent_requests_per_instance is 0', '1 to 1000'],
    ],
    ['a probe that never fails', deployment({ livenessProbe: { failureThreshold: 0 } }), ['liveness_probe']],
    [
      'a probe without rest',
      deployment({ readinessProbe: { period: 'PT0S' } }),
      ['readiness_probe.period is 0'],
    ],
    ['a relative mount path', deployment({ modelMountPath: 'models' }), ["'models'", 'absolute']],
    [
      'a variable without a name',
      deployment({ environmentVariables: { '': 'x' } }),
      ['environment_variables'],
    ],
    [
      'a variable that is a number',
      deployment({ environmentVariables: { N: 1 } }),
      ['environmentVariables.N', '1'],
    ],
    ['an unknown access', deployment({ egressPublicNetworkAccess: 'maybe' }), ["'maybe'"]],
    ['no code', deployment({ codeConfiguration: null }), ['code_configuration is required']],
    ['code without an id', deployment({ codeConfiguration: { scoringScript: 'score.py' } }), ['codeId']],
    ['an unknown code', deployment(code('azureml:nope:1')), ["'nope'", 'does not exist']],
    ['an unknown code version', deployment(code('azureml:echo:7')), ["'echo'", "'7'"]],
    ['an unknown label', deployment(code('azureml:echo@stable')), ["'stable'", 'latest']],
    ['a malformed code id', deployment(code('azureml:a:b:c')), ["'azureml:a:b:c'", 'azureml:NAME:VERSION']],
    ['no such script', deployment(code('azureml:echo:1', 'main.py')), ["'main.py'", "'echo'"]],
    ['an empty script', deployment(code('azureml:echo:1', '')), ['scoring_script']],
    ['a folder as script', deployment(code('azureml:echo:1', '.')), ['scoring_script', "'.'"]],
    [
      'a script outside',
      deployment(code('azureml:echo:1', '../echo/score.py')),
      ['../echo/score.py', 'inside'],
    ],
    ['an unknown model', deployment({ model: 'azureml:nope:1' }), ["'nope'"]],
    ['a malformed model', deployment({ model: 'azureml:/x' }), ["'azureml:/x'", 'azureml:NAME@latest']],
    [
      'a model of a registry',
      deployment({ model: 'azureml://registries/r/models/m/versions/1' }),
      ['registries'],
    ],
    ['a code as model', deployment({ model: 'azureml:echo:1' }), ["'echo'"]],
    ['an unknown environment', deployment({ environmentId: 'azureml:nope:1' }), ["'nope'"]],
  ];

  test.each(cases)('with %s', async (_what, body, words) => {
    const reply = await rest.call('PUT', `${endpoint}/deployments/${name}`, body);
    await refused(reply, 400, 'UserError', words);
  });

  test('on an endpoint that is not there', async () => {
    const reply = await rest.call('PUT', `/onlineEndpoints/nowhere/deployments/${name}`, deployment());
    await refused(reply, 404, 'ResourceNotFound', ["'nowhere'"]);
  });
});
