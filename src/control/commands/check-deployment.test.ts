import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeploymentSpec, defaultProbe, defaultRequestSettings } from '../../domain/deployment.ts';
import { someSpec } from '../reconcile/simulation.suite.ts';
import { checkDeployment, checkScript } from './check-deployment.ts';
import { makeRig, type Rig } from './rig.suite.ts';

const settings = (change: object) => ({ requestSettings: { ...defaultRequestSettings, ...change } });
const autoscaled = {
  scaleSettings: {
    kind: 'target_utilization',
    minInstances: 1,
    maxInstances: 2,
    pollingIntervalSeconds: 1,
    targetUtilizationPercentage: 70,
  },
} as const;
const onKubernetes = { computeType: 'kubernetes', instanceType: 'defaultinstancetype' } as const;

describe('a deployment may have', () => {
  test.each<Partial<DeploymentSpec>>([
    {},
    settings({ timeoutMs: 1 }),
    settings({ timeoutMs: 180_000, maxConcurrentPerInstance: 1000, maxQueueWaitMs: 0 }),
    { ...onKubernetes, ...settings({ timeoutMs: 300_000 }) },
    { ...onKubernetes, ...autoscaled },
    { modelMountPath: '/models' },
    { environmentVariables: { A: '', 'b c': '=\n' } },
    { instanceType: 'standard_ds3_v2' },
  ])('%j', (change) => {
    checkDeployment({ ...someSpec, ...change });
  });
});

describe('a deployment may not have', () => {
  const probe = (change: object) => ({ ...defaultProbe, ...change });

  test.each<[Partial<DeploymentSpec>, string, string]>([
    [{ instanceType: '' }, 'instance_type', 'is required for a managed deployment'],
    [{ instanceType: 'huge' }, 'properties.instanceType', "'huge' is not known"],
    [settings({ timeoutMs: 0 }), 'request_settings.request_timeout_ms', 'is 0; it must be 1 to 180000'],
    [settings({ timeoutMs: 180_001 }), 'request_settings.request_timeout_ms', 'is 180001;'],
    [
      { ...onKubernetes, ...settings({ timeoutMs: 300_001 }) },
      'request_settings.request_timeout_ms',
      'it must be 1 to 300000',
    ],
    [
      settings({ maxConcurrentPerInstance: 0 }),
      'request_settings.max_concurrent_requests_per_instance',
      'is 0; it must be 1 to 1000',
    ],
    [settings({ maxQueueWaitMs: -1 }), 'request_settings.max_queue_wait_ms', 'is -1; it must be 0 to'],
    [{ liveness: probe({ period: 0 }) }, 'liveness_probe.period', 'is 0; it must be 1 to 86400'],
    [{ readiness: probe({ timeout: 0.5 }) }, 'readiness_probe.timeout', 'is 0.5; it must be 1'],
    [{ readiness: probe({ failureThreshold: -1 }) }, 'readiness_probe.failure_threshold', 'is -1;'],
    [
      autoscaled,
      'scale_settings.type',
      "is 'target_utilization'; a managed deployment supports default only",
    ],
    [{ modelMountPath: 'models' }, 'model_mount_path', "is 'models'; it must be an absolute path"],
    [{ environmentVariables: { 'A=B': '1' } }, 'environment_variables', "has the name 'A=B'"],
    [{ environmentVariables: { '': '1' } }, 'environment_variables', "has the name ''"],
    [{ environmentVariables: { A: 'secret\0' } }, 'environment_variables.A', 'contains a NUL character'],
  ])('%j', (change, target, words) => {
    expect(() => checkDeployment({ ...someSpec, ...change })).toThrow(
      expect.objectContaining({ code: 'bad-argument', target, message: expect.stringContaining(words) }),
    );
  });
});

describe('the scoring script', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await makeRig();
  });
  afterAll(() => rig.close());
  const check = (script: string) =>
    checkScript(rig.parts.files, rig.code.spec.kind === 'codes' ? rig.code.spec.digest : '', script);

  test.each(['score.py', './score.py', 'lib/more.py', 'lib/../score.py'])('may be %s', async (script) => {
    await check(script);
  });

  test.each([
    ['', 'has no such file'],
    ['.', 'has no such file'],
    ['lib', 'has no such file'],
    ['missing.py', 'has no such file'],
    ['score.py/more.py', 'has no such file'],
    ['../score.py', 'must be a path inside the code folder'],
    ['lib/../../code/score.py', 'must be a path inside the code folder'],
    ['/etc/passwd', 'must be a path inside the code folder'],
  ])('may not be "%s"', async (script, words) => {
    await expect(check(script)).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'code_configuration.scoring_script',
      message: expect.stringContaining(words),
    });
  });

  test('cannot be found when the files are gone', async () => {
    await expect(checkScript(rig.parts.files, '0'.repeat(64), 'score.py')).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
