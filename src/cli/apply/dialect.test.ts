import { describe, expect, test } from 'vitest';
import { fromOneFile } from './dialect.ts';

function read(deployment: Record<string, unknown>) {
  const said: string[] = [];
  const terminal = { warn: (message: string) => void said.push(message) };
  const whole = fromOneFile({ name: 'e', deployments: [{ name: 'blue', ...deployment }] }, terminal);
  return { blue: whole.deployments[0], said };
}

describe('keys of 2021 that mean nothing today', () => {
  test('a name, version or datastore of code is told, by its path', () => {
    const code = { local_path: 'src', name: 'c', version: 1, datastore: 'd' };
    const { blue, said } = read({ code_configuration: { code, scoring_script: 's.py' } });
    expect(blue).toMatchObject({ code_configuration: { code: 'src', scoring_script: 's.py' } });
    expect(said).toEqual(
      ['name', 'version', 'datastore'].map((key) =>
        expect.stringMatching(
          new RegExp(`^deployments\\[0\\]\\.code_configuration\\.code\\.${key} has no effect here: `),
        ),
      ),
    );
  });

  test('code may be named by path as well, a scale by type', () => {
    const code_configuration = { code: { path: 'file:src' }, scoring_script: 's.py' };
    expect(read({ code_configuration, scale_settings: { type: 'default', instance_count: 3 } }).blue).toEqual(
      {
        name: 'blue',
        code_configuration: { code: 'src', scoring_script: 's.py' },
        instance_count: 3,
      },
    );
  });

  test('the bounds of a manual scale are told, its instance_count is used', () => {
    const { blue, said } = read({
      scale_settings: { scale_type: 'manual', instance_count: 2, min_instances: 1, max_instances: 3 },
    });
    expect(blue).toEqual({ name: 'blue', instance_count: 2 });
    expect(said).toHaveLength(2);
  });

  test('resource_requirements become resources', () => {
    const resource_requirements = {
      cpu: 0.5,
      cpu_cores_limit: 1,
      memory_in_gb: 1,
      memory_in_gb_limit: 2,
      gpu: 1,
    };
    expect(read({ resource_requirements }).blue?.resources).toEqual({
      requests: { cpu: '0.5', memory: '1Gi', 'nvidia.com/gpu': '1' },
      limits: { cpu: '1', memory: '2Gi' },
    });
  });

  test('a Dockerfile becomes a build, which is refused as any', () => {
    const environment = { path: 'ctx', docker: { build: { dockerfile: 'file:Dockerfile' } } };
    expect(read({ environment }).blue).toMatchObject({
      environment: { build: { path: 'ctx', dockerfile_path: 'Dockerfile' } },
    });
  });

  test.each([
    [{ code_configuration: { code: { folder: 'src' } } }, 'folder: is not a known field'],
    [{ environment: { docker: { img: 'x' } } }, 'img: is not a known field'],
    [{ environment: { docker: { build: { file: 'x' } } } }, 'build.file: is not a known field'],
    [{ scale_settings: { scale_type: 'manual', count: 2 } }, 'count: is not a known field'],
    [{ resource_requirements: { cores: 2 } }, 'cores: is not a known field'],
    [{ resource_requirements: 2 }, 'value 2, allowed: a map'],
  ])('%j is refused', (deployment, message) => {
    expect(() => read(deployment)).toThrow(message);
  });
});
