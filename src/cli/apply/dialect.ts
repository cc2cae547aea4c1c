/**
 * The one-file YAML of 2021 (Azure ML CLI 2.0 preview, April to October 2021) turned into today's files: endpoint,
 * deployments and traffic in one, deployments as a list or a mapping, `local_path`, `file:` and `scale_type`.
 */
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { isMap } from '../update/path.ts';
import { checked } from '../yaml/check.ts';
import { warnOfIdle } from '../yaml/idle.ts';
import type { Rule } from '../yaml/rule.ts';
import { oldCodeRule, oldDockerRule, oldManualScaleRule, oldResourcesRule } from './old-schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

export type OneFile = {
  /** Fields of today's endpoint file; `traffic` is apart, because it can only be set when deployments exist. */
  readonly endpoint: Fields;
  /** Undefined when the file says nothing about traffic. */
  readonly traffic: Fields | undefined;
  /** Fields of today's deployment files; every one has a name. */
  readonly deployments: readonly Fields[];
};

/** Whether a file is of this kind: only it has deployments inside. */
export function isOneFile(yaml: Fields): boolean {
  return 'deployments' in yaml;
}

/** Where a part of the file is, and who is told of keys without effect. */
type Place = { readonly path: string; readonly terminal: Pick<Terminal, 'warn'> };

/** Today's form of the whole file. Throws exit 1 on what has no meaning there, with the path of the field. */
export function fromOneFile(yaml: Fields, terminal: Pick<Terminal, 'warn'>): OneFile {
  const { deployments, traffic, type, target, swagger_uri: _swagger, $schema: _schema, ...rest } = yaml;
  if (type !== undefined && type !== 'online') {
    throw new Failure(`type: value ${show(type)}, allowed: online.`);
  }
  if (traffic !== undefined && traffic !== null && !isMap(traffic)) {
    throw new Failure(`traffic: value ${show(traffic)}, allowed: a map of deployment to percent.`);
  }
  const listed = listOf(deployments).map((entry, index) =>
    fromDeployment(entry, { path: `deployments[${index}]`, terminal }),
  );
  const names = listed.map(({ name }) => String(name).toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Failure(`deployments: '${twice}' is named twice.`);
  return {
    endpoint: { ...rest, ...(target === undefined ? {} : { compute: target }) },
    traffic: isMap(traffic) ? traffic : undefined,
    deployments: listed,
  };
}

function listOf(deployments: unknown): Fields[] {
  if (Array.isArray(deployments)) {
    return deployments.map((entry: unknown, index) => {
      if (isMap(entry) && typeof entry.name === 'string') return entry;
      throw new Failure(`deployments[${index}].name is required.`);
    });
  }
  if (isMap(deployments)) {
    return Object.entries(deployments).map(([name, entry]) => {
      if (isMap(entry)) return { ...entry, name };
      throw new Failure(`deployments.${name}: value ${show(entry)}, allowed: a map of fields.`);
    });
  }
  if (deployments === null) return [];
  throw new Failure(`deployments: value ${show(deployments)}, allowed: a list or a map of deployments.`);
}

function fromDeployment(old: Fields, place: Place): Fields {
  const { model, code_configuration, environment, scale_settings, resource_requirements, type, ...rest } =
    old;
  return {
    ...rest,
    ...(type === undefined || type === 'online' ? {} : { type }),
    ...(model === undefined ? {} : { model: fromModel(model) }),
    ...(code_configuration === undefined ? {} : { code_configuration: fromCode(code_configuration, place) }),
    ...(environment === undefined ? {} : { environment: fromEnvironment(environment, place) }),
    ...fromScale(scale_settings, place),
    ...fromResources(resource_requirements, place),
  };
}

function fromModel(model: unknown): unknown {
  if (!isMap(model)) return withoutFilePrefix(model);
  const { local_path, ...rest } = model;
  return { ...rest, ...(local_path === undefined ? {} : { path: withoutFilePrefix(local_path) }) };
}

function fromCode(configuration: unknown, place: Place): unknown {
  if (!isMap(configuration)) return configuration;
  const { code } = configuration;
  if (!isMap(code)) return { ...configuration, code: withoutFilePrefix(code) };
  const { local_path, path } = part(oldCodeRule, code, place, 'code_configuration.code');
  return { ...configuration, code: withoutFilePrefix(local_path ?? path) };
}

/** `path` is the folder that `conda_file: file:REL` and a Dockerfile are relative to. */
function fromEnvironment(environment: unknown, place: Place): unknown {
  if (!isMap(environment)) return withoutFilePrefix(environment);
  const { path, docker, conda_file, ...rest } = environment;
  const folder = typeof path === 'string' ? path : '.';
  const conda =
    typeof conda_file === 'string' ? join(folder, String(withoutFilePrefix(conda_file))) : conda_file;
  const { image, build } =
    docker === undefined ? {} : part(oldDockerRule, docker, place, 'environment.docker');
  const dockerfile = isMap(build) ? build.dockerfile : undefined;
  return {
    ...rest,
    ...(conda === undefined ? {} : { conda_file: conda }),
    ...(image === undefined ? {} : { image }),
    ...(dockerfile === undefined
      ? {}
      : { build: { path: folder, dockerfile_path: withoutFilePrefix(dockerfile) } }),
  };
}

function fromScale(scale: unknown, place: Place): Fields {
  if (scale === undefined) return {};
  if (!isMap(scale))
    throw new Failure(`${place.path}.scale_settings: value ${show(scale)}, allowed: a map of fields.`);
  const { scale_type, type, instance_count, ...rest } = scale;
  const kind = scale_type ?? type ?? 'manual';
  const count = instance_count === undefined ? {} : { instance_count };
  if (kind === 'manual' || kind === 'default') {
    part(oldManualScaleRule, scale, place, 'scale_settings');
    return count;
  }
  if (kind !== 'auto')
    throw new Failure(`${place.path}.scale_settings.scale_type: value ${show(kind)}, allowed: manual, auto.`);
  return { ...count, scale_settings: { ...rest, type: 'target_utilization' } };
}

function fromResources(asked: unknown, place: Place): Fields {
  if (asked === undefined) return {};
  const old = part(oldResourcesRule, asked, place, 'resource_requirements');
  const amounts = (cpu: unknown, memory: unknown) => ({
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: `${memory}Gi` }),
  });
  return {
    resources: {
      requests: {
        ...amounts(old.cpu, old.memory_in_gb),
        ...(old.gpu === undefined ? {} : { 'nvidia.com/gpu': String(old.gpu) }),
      },
      limits: amounts(old.cpu_cores_limit, old.memory_in_gb_limit),
    },
  };
}

/** A part that only the old form has, checked: unknown keys are refused, those without effect are told. */
function part(rule: Rule, value: unknown, { path, terminal }: Place, name: string): Fields {
  const at = `${path}.${name}`;
  const fields = checked(rule, value, at);
  warnOfIdle({ warn: (message) => terminal.warn(`${at}.${message}`) }, rule, fields);
  return fields;
}

function withoutFilePrefix(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^file:/, '') : value;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
