/** The files of an apply as one wish: one file of 2021, or today's endpoint and deployment files in any mix. */
import type { Call } from '../call.ts';
import { checkDefinition, checkFiles, type Definition } from '../commands/ml/online-deployment/definition.ts';
import { Failure } from '../failure.ts';
import { checked } from '../yaml/check.ts';
import { type Loaded, loadYaml } from '../yaml/load.ts';
import { nameOf } from '../yaml/names.ts';
import { endpointRule } from '../yaml/schemas.ts';
import type { EndpointYaml } from '../yaml/types.ts';
import { fromOneFile, isOneFile } from './dialect.ts';

export type Wish = {
  readonly name: string;
  readonly endpoint: EndpointYaml | undefined;
  readonly traffic: Readonly<Record<string, number>> | undefined;
  readonly deployments: ReadonlyMap<string, Definition>;
  readonly complete: boolean;
};

/** Reads and checks everything before anything is sent. `name` wins over the names in the files. */
export async function readWish(
  call: Call,
  files: readonly string[],
  options: {
    readonly name?: string | undefined;
    readonly edit?: (yaml: Record<string, unknown>) => Record<string, unknown>;
  },
): Promise<Wish> {
  const loaded = await Promise.all(files.map((file) => loadYaml(file, call.world.cwd)));
  const parts = loaded.map((file) =>
    part(call, { ...file, yaml: options.edit?.(file.yaml) ?? file.yaml }, options.name),
  );
  const names = [...new Set(parts.flatMap(({ name }) => (name === undefined ? [] : [name])))];
  const [name] = names;
  if (name === undefined) throw new Failure('No file names the endpoint; give it with --name.', 2);
  if (names.length > 1)
    throw new Failure(`The files are about several endpoints: ${names.join(', ')}. Apply one at a time.`);
  const deployments = new Map(parts.flatMap(({ deployments: own }) => [...own]));
  for (const definition of deployments.values()) await checkFiles(call, definition);
  return {
    name,
    endpoint: parts.map(({ endpoint }) => endpoint).find((endpoint) => endpoint !== undefined),
    traffic: parts.map(({ traffic }) => traffic).find((traffic) => traffic !== undefined),
    deployments,
    complete: parts.some(({ complete }) => complete),
  };
}

type Part = Omit<Wish, 'name'> & { readonly name: string | undefined };

function part(call: Call, { path, folder, yaml }: Loaded, override: string | undefined): Part {
  if (isOneFile(yaml)) {
    const whole = fromOneFile(yaml, call.terminal);
    const deployments = whole.deployments.map((fields) =>
      deploymentOf(call, { ...fields }, { path, folder }),
    );
    const fields: Record<string, unknown> = { ...whole.endpoint };
    if (whole.traffic !== undefined) fields.traffic = whole.traffic;
    return { ...endpointOf(fields, path, override), deployments: new Map(deployments), complete: true };
  }
  if (isDeployment(yaml)) {
    const { endpoint_name: named } = yaml;
    const name = override ?? (typeof named === 'string' ? nameOf('endpoint', named) : undefined);
    const own = deploymentOf(call, yaml, { path, folder });
    return { name, endpoint: undefined, traffic: undefined, deployments: new Map([own]), complete: false };
  }
  return { ...endpointOf(yaml, path, override), deployments: new Map(), complete: false };
}

function endpointOf(fields: Record<string, unknown>, path: string, override: string | undefined) {
  const yaml = checked(
    endpointRule,
    override === undefined ? fields : { ...fields, name: override },
    path,
  ) as EndpointYaml;
  const name = yaml.name === undefined ? undefined : nameOf('endpoint', yaml.name);
  const { traffic, ...endpoint } = yaml;
  if (Object.values(yaml.mirror_traffic ?? {}).some((percent) => percent > 0)) {
    throw new Failure(
      `${path}: mirror_traffic is not part of an apply; set it afterwards with az ml online-endpoint update --mirror-traffic.`,
    );
  }
  return { name, endpoint, traffic };
}

function deploymentOf(
  call: Call,
  fields: Record<string, unknown>,
  { path, folder }: Omit<Loaded, 'yaml'>,
): [string, Definition] {
  const yaml = checkDefinition(call, fields, path);
  if (yaml.name === undefined) throw new Failure(`${path}: name is required.`);
  const name = nameOf('deployment', yaml.name);
  return [name, { yaml: { ...yaml, name }, folder }];
}

function isDeployment(yaml: Record<string, unknown>): boolean {
  return ['endpoint_name', 'model', 'code_configuration', 'environment', 'instance_type'].some(
    (key) => key in yaml,
  );
}
