import { describe, expect, test } from 'vitest';
import { applySettings } from '../update/create-set.ts';
import { checked } from './check.ts';
import { warnOfIdle } from './idle.ts';
import { parseYaml } from './load.ts';
import { nameOf } from './names.ts';
import { referenceOf } from './reference.ts';
import type { Rule } from './rule.ts';
import { endpointRule, environmentRule, kubernetesRule, managedRule, modelRule } from './schemas.ts';

const problemsOf = (check: () => unknown): string => {
  try {
    check();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
};

describe('trap 14: what files may say', () => {
  test('words are compared without regard to case and underscores', () => {
    for (const [mode, word] of [
      ['Key', 'key'],
      ['AMLToken', 'aml_token'],
      ['aad_token', 'aad_token'],
    ] as const) {
      expect(checked(endpointRule, { auth_mode: mode }, 'f')).toEqual({ auth_mode: word });
    }
    expect(checked(endpointRule, { identity: { type: 'SystemAssigned' } }, 'f')).toEqual({
      identity: { type: 'system_assigned' },
    });
  });

  test("Teal's switches among the properties are checked, the user's own properties are texts", () => {
    const properties = { mine: 1, teal_retry_lost_requests: 'Enabled' };
    expect(checked(endpointRule, { properties }, 'f')).toEqual({
      properties: { mine: '1', teal_retry_lost_requests: 'enabled' },
    });
    expect(
      problemsOf(() => checked(endpointRule, { properties: { teal_retry_lost_requests: true } }, 'f')),
    ).toContain('properties.teal_retry_lost_requests: value true, allowed: one of enabled, disabled.');
  });

  test('what the service fills in and $schema are accepted and dropped', () => {
    const file = {
      $schema: 'http://x',
      id: '/x',
      provisioning_state: 'Succeeded',
      name: 'e',
      scoring_uri: 'u',
    };
    expect(checked(endpointRule, file, 'f')).toEqual({ name: 'e' });
  });

  test('texts become numbers and truth values where the schema wants them, and the other way round', () => {
    const yaml = {
      instance_count: '2',
      app_insights_enabled: 'yes',
      environment_variables: { A: 1, B: true, C: 'x' },
      model: { path: 'm', version: 3 },
      data_collector: { collections: { model_inputs: { enabled: 'True' } }, rolling_rate: 'hour' },
    };
    expect(checked(managedRule, yaml, 'f')).toEqual({
      instance_count: 2,
      app_insights_enabled: true,
      environment_variables: { A: '1', B: 'true', C: 'x' },
      model: { path: 'm', version: '3' },
      data_collector: { collections: { model_inputs: { enabled: true } }, rolling_rate: 'Hour' },
    });
  });

  test('Kubernetes deployments have resources, managed ones do not', () => {
    const resources = { requests: { cpu: '0.1', memory: '0.1Gi', 'nvidia.com/gpu': 1 } };
    expect(checked(kubernetesRule, { resources }, 'f')).toEqual({
      resources: { requests: { cpu: '0.1', memory: '0.1Gi', 'nvidia.com/gpu': '1' } },
    });
    expect(problemsOf(() => checked(managedRule, { resources }, 'f'))).toContain(
      'resources: is not a known field',
    );
  });
});

describe('refusals', () => {
  test('all problems are told at once, each with path, value and what is allowed', () => {
    const message = problemsOf(() =>
      checked(
        managedRule,
        {
          instance_cont: 1,
          instance_count: 'two',
          type: 'manged',
          request_settings: { request_timeout_ms: 180_001 },
          liveness_probe: { period: 0 },
          code_configuration: { code: ['x'], script: 'y' },
          model: { name: 'm' },
          environment: 3,
        },
        'blue.yml',
      ),
    );
    for (const line of [
      'instance_cont: is not a known field',
      "Did you mean 'instance_count'",
      'instance_count: value "two", allowed: a whole number of at least 0.',
      'type: value "manged", allowed: one of managed, kubernetes.',
      "Did you mean 'managed'?",
      'request_settings.request_timeout_ms: value 180001, allowed: a whole number from 1 to 180000.',
      'liveness_probe.period: value 0, allowed: a whole number of at least 1.',
      'code_configuration.code: value ["x"], allowed: text.',
      'code_configuration.script: is not a known field',
      'model.path: is required',
      'environment: value 3, allowed: a reference such as azureml:NAME:VERSION, or a definition in place.',
    ]) {
      expect(message).toContain(line);
    }
  });

  test('traffic is 0 to 100, and only one identity may be assigned', () => {
    expect(problemsOf(() => checked(endpointRule, { traffic: { blue: 101 } }, 'f'))).toContain(
      'traffic.blue: value 101',
    );
    const ids = [{ resource_id: 'a' }, { resource_id: 'b' }];
    expect(
      problemsOf(() => checked(endpointRule, { identity: { user_assigned_identities: ids } }, 'f')),
    ).toContain('has 2 elements, allowed are 1');
  });

  test('inference routes are needed all or none', () => {
    const inference_config = { scoring_route: { port: 8501, path: '/v1' } };
    expect(problemsOf(() => checked(environmentRule, { inference_config }, 'f'))).toContain(
      'inference_config.liveness_route: is required',
    );
  });

  test('__proto__ is a key like any other, and unknown', () => {
    const yaml = JSON.parse('{"__proto__": {"path": "x"}, "path": "m"}');
    expect(problemsOf(() => checked(modelRule, yaml, 'f'))).toContain('__proto__: is not a known field');
  });
});

describe('keys that do not do what they do on Azure', () => {
  const told = (rule: Rule, yaml: unknown): string[] => {
    const said: string[] = [];
    warnOfIdle({ warn: (message) => void said.push(message) }, rule, checked(rule, yaml, 'f'));
    return said;
  };

  test('those without effect are told, by their path', () => {
    const model = { path: 'm', datastore: 'd', default_deployment_template: { asset_id: 'x' } };
    const environment = { image: 'i', datastore: 'd' };
    const yaml = { model, environment };
    expect(told(managedRule, yaml)).toEqual(
      ['model.datastore', 'model.default_deployment_template', 'environment.datastore'].map((path) =>
        expect.stringContaining(`${path} has no effect here: `),
      ),
    );
    expect(told(modelRule, { path: 'm', datastore: 'd' })).toHaveLength(1);
    expect(told(managedRule, { model: 'azureml:m:1', instance_count: 2 })).toEqual([]);
  });

  test('those that are refused say why', () => {
    expect(problemsOf(() => checked(environmentRule, { build: { path: '.' } }, 'f'))).toContain(
      'build: is not available on Teal: instances are Python environments, not images',
    );
    for (const key of [
      'min_instances',
      'max_instances',
      'polling_interval',
      'target_utilization_percentage',
    ]) {
      const scale_settings = { type: 'default', [key]: 2 };
      expect(problemsOf(() => checked(managedRule, { scale_settings }, 'f'))).toContain(
        `scale_settings.${key}: is not available on Teal: a managed deployment is scaled by instance_count`,
      );
    }
  });
});

describe('trap 17: leftovers of templates', () => {
  test('placeholders are replaced by --set before anything is checked', () => {
    const yaml = {
      endpoint_name: '<ENDPOINT>',
      code_configuration: { code: '<CODE_DIR>', scoring_script: 's.py' },
    };
    const settled = applySettings(yaml, [
      'endpoint_name=e1',
      'code_configuration.code=src',
      'instance_count=3',
    ]);
    expect(checked(managedRule, settled, 'f')).toEqual({
      endpoint_name: 'e1',
      code_configuration: { code: 'src', scoring_script: 's.py' },
      instance_count: 3,
    });
  });

  test('a value {{X}} that nobody filled in is refused at its field', async () => {
    const yaml = await parseYaml('name: {{MODEL_NAME}}\npath: m\n', 'f.yml_');
    expect(problemsOf(() => checked(modelRule, yaml, 'f.yml_'))).toContain('name: value');
  });
});

describe('YAML texts', () => {
  test('versions such as 1.10 keep their zero, numbers stay numbers', async () => {
    expect(await parseYaml('version: 1.10\ncount: 10\nshare: 0.5\nhex: 0x10\n', 'f')).toEqual({
      version: '1.10',
      count: 10,
      share: 0.5,
      hex: '0x10',
    });
  });

  test('anchors and merge keys', async () => {
    expect(await parseYaml('a: &x {p: 1}\nb: {<<: *x, q: 2}\n', 'f')).toMatchObject({ b: { p: 1, q: 2 } });
  });

  test('a syntax error names file, line and column', async () => {
    await expect(parseYaml('a: [1\nb: 2\n', 'blue.yml')).rejects.toThrow(
      /blue\.yml is not valid YAML.*line 2/s,
    );
  });
});

describe('names', () => {
  test('are put in lower case', () => expect(nameOf('endpoint', 'My-Endpoint')).toBe('my-endpoint'));

  test.each(['ab', 'a'.repeat(33)])('%s has the wrong length', (name) => {
    expect(() => nameOf('endpoint', name)).toThrow('at least 3 and at most 32');
  });

  test.each(['1abc', 'abc-', 'regular_deployment', 'a b'])('%s has the wrong characters', (name) => {
    expect(() => nameOf('deployment', name)).toThrow('start with a letter');
  });
});

describe('trap 14: references', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/p/workspaces/w/models/m/versions/1';

  test.each([
    ['azureml:m:1', 'azureml:m:1'],
    ['azureml:m@latest', 'azureml:m@latest'],
    ['azureml:m', 'azureml:m'],
    [id, id],
    [`azureml:${id}`, id],
  ])('%s', (text, sent) => expect(referenceOf('models', 'model', text)).toBe(sent));

  test('curated environments pass, other registries are told not to exist', () => {
    const curated = 'azureml://registries/azureml/environments/sklearn-1.5/labels/latest';
    expect(referenceOf('environments', 'environment', curated)).toBe(curated);
    expect(() => referenceOf('models', 'model', 'azureml://registries/r/models/m/versions/1')).toThrow(
      'not available on Teal',
    );
  });

  test.each(['m:1', 'azureml:m:1:2', 'azureml:', './model', id.replace('models', 'codes')])(
    '%s is none',
    (text) => {
      expect(() => referenceOf('models', 'model', text)).toThrow('allowed: azureml:NAME:VERSION');
    },
  );
});
