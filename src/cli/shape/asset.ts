/** Models and environments as the command line shows them. */
import type { Container, EnvironmentVersion, ModelVersion } from '../../sdk/wire.ts';
import { creationContext } from './stamp.ts';
import { present, reference } from './words.ts';

/** What `model create`, `show` and `update` print; `version` is text. */
export function modelShape(resource: ModelVersion): Record<string, unknown> {
  const { properties } = resource;
  return present({
    creation_context: creationContext(resource.systemData),
    description: properties.description,
    flavors: flavorsShape(properties.flavors ?? {}),
    id: reference(resource.id),
    job_name: properties.jobName,
    name: assetNameOf(resource.id),
    path: properties.modelUri,
    properties: properties.properties ?? {},
    stage: properties.stage,
    tags: properties.tags ?? {},
    type: properties.modelType ?? 'custom_model',
    version: versionOf(resource.id),
  });
}

/** A row of `model list` without a name: a container with its newest version. */
export function modelContainerRow(container: Container): Record<string, unknown> {
  const { properties } = container;
  return {
    creation_context: creationContext(container.systemData) ?? null,
    description: properties.description ?? null,
    id: reference(container.id),
    'latest version': properties.latestVersion ?? null,
    name: container.name,
    properties: properties.properties ?? {},
    stage: null,
    tags: properties.tags ?? {},
  };
}

/** A row of `model list --name`: one version. */
export function modelVersionRow(resource: ModelVersion): Record<string, unknown> {
  const shape = modelShape(resource);
  return {
    creation_context: shape.creation_context ?? null,
    description: shape.description ?? null,
    id: shape.id,
    'model type': shape.type,
    name: shape.name,
    path: shape.path,
    properties: shape.properties,
    stage: shape.stage ?? null,
    tags: shape.tags,
    version: shape.version,
  };
}

/** What `environment create`, `show` and `update` print; `conda_file` is the parsed definition. */
export function environmentShape(resource: EnvironmentVersion, condaFile: unknown): Record<string, unknown> {
  const { properties } = resource;
  return present({
    build: properties.build && {
      dockerfile_path: properties.build.dockerfilePath ?? 'Dockerfile',
      path: properties.build.contextUri,
    },
    conda_file: condaFile,
    creation_context: creationContext(resource.systemData),
    description: properties.description,
    id: reference(resource.id),
    image: properties.image,
    inference_config: inferenceShape(properties.inferenceConfig),
    name: assetNameOf(resource.id),
    os_type: (properties.osType ?? 'Linux').toLowerCase(),
    properties: properties.properties ?? {},
    tags: properties.tags ?? {},
    version: versionOf(resource.id),
  });
}

/** Names and versions are read from the id: the `name` of a version resource is its version. */
export function assetNameOf(id: string): string {
  return /\/(?:models|environments|codes)\/([^/]+)/i.exec(id)?.[1] ?? '';
}

export function versionOf(id: string): string {
  return /\/versions\/([^/]+)$/i.exec(id)?.[1] ?? '';
}

/** The settings of each flavour, without the `data` around them; undefined when there is none. */
function flavorsShape(flavors: NonNullable<ModelVersion['properties']['flavors']>) {
  const entries = Object.entries(flavors).map(([name, { data }]) => [name, data ?? {}]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function inferenceShape(config: Readonly<Record<string, unknown>> | null | undefined) {
  if (config === null || config === undefined) return undefined;
  return present({
    liveness_route: config.livenessRoute,
    readiness_route: config.readinessRoute,
    scoring_route: config.scoringRoute,
  });
}
