/** What the YAML files of Azure ML online endpoints (v2) may contain. */
import {
  any,
  bool,
  choice,
  type Field,
  idle,
  int,
  list,
  map,
  needed,
  object,
  type Rule,
  recorded,
  refused,
  strings,
  text,
} from './rule.ts';

const percentages = map({ kind: 'number', min: 0, max: 100 });

/** Keys that `show` prints and that a file may carry along. */
export const served: readonly string[] = [
  'id',
  'creation_context',
  'kind',
  'provisioning_state',
  'location',
  'resourceGroup',
  'scoring_uri',
  'openapi_uri',
  'latest_version',
  'etag',
];

const nobody = 'one machine has no identities to give; principal and tenant are made up and stay the same';
const oneStore = 'files always go to the one store of Teal';
const noDocker = 'instances are Python environments, not images; give image and conda_file';
const local = 'one machine has no private network';

export const noBuild = { kind: 'refused', why: noDocker } as const;
export const imageRecorded = {
  kind: 'recorded',
  why: 'the conda file decides what is installed, and no image is run',
} as const;
export const systemRecorded = {
  kind: 'recorded',
  why: 'instances run on the system of this machine',
} as const;

const identity = object(
  {
    type: recorded(
      choice('system_assigned', 'user_assigned', 'system_assigned,user_assigned', 'none'),
      nobody,
    ),
    user_assigned_identities: list(
      object({ resource_id: needed(recorded(text, nobody)) }, ['client_id', 'object_id', 'principal_id']),
      1,
    ),
  },
  ['principal_id', 'tenant_id'],
);

export const endpointRule: Rule = object(
  {
    name: text,
    description: text,
    tags: strings,
    properties: map(text, { teal_retry_lost_requests: choice('enabled', 'disabled') }),
    auth_mode: choice('key', 'aml_token', 'aad_token'),
    identity,
    traffic: percentages,
    mirror_traffic: percentages,
    public_network_access: recorded(
      choice('enabled', 'disabled'),
      'Teal listens where `teal up --host` says, for all endpoints',
    ),
    compute: recorded(text, 'instances run on this machine; the rules of Kubernetes endpoints are applied'),
  },
  served,
);

const modelFields = {
  name: text,
  version: text,
  type: choice('custom_model', 'mlflow_model', 'triton_model'),
  description: text,
  tags: strings,
  properties: strings,
  flavors: map(map(any)),
  stage: text,
  datastore: idle(text, oneStore),
  default_deployment_template: idle(any, 'deployment templates belong to registries'),
};

export const modelRule: Rule = object({ ...modelFields, path: needed(text) }, [...served, 'job_name']);

const route = object({ port: needed(int(1, 65_535)), path: needed(text) });
const inferenceConfig = recorded(
  object({ liveness_route: needed(route), readiness_route: needed(route), scoring_route: needed(route) }),
  'the server in an instance is always the one for scoring scripts',
);

export const environmentRule: Rule = object(
  {
    name: text,
    version: text,
    description: text,
    tags: strings,
    properties: strings,
    image: { ...text, effect: imageRecorded },
    build: refused(noDocker),
    conda_file: any,
    os_type: { ...choice('linux', 'windows'), effect: systemRecorded },
    inference_config: inferenceConfig,
    datastore: idle(text, oneStore),
  },
  served,
);

const probe = (why?: string) =>
  object({
    initial_delay: int(1),
    period: int(1),
    timeout: int(1),
    success_threshold: why === undefined ? int(1) : recorded(int(1), why),
    failure_threshold: int(1),
  });

const dataCollector: Rule = object({
  collections: needed(
    map(
      object({
        enabled: bool,
        data: {
          kind: 'either',
          object: object({ name: text, version: text, path: text }),
        },
        client_id: recorded(text, nobody),
        sampling_rate: { kind: 'number', min: 0, max: 1 },
      }),
    ),
  ),
  sampling_rate: { kind: 'number', min: 0, max: 1 },
  rolling_rate: choice('Minute', 'Hour', 'Day', 'Month', 'Year'),
  request_logging: object({ capture_headers: list(text) }),
});

const common: Readonly<Record<string, Field>> = {
  name: text,
  endpoint_name: text,
  type: recorded(
    choice('managed', 'kubernetes'),
    'instances are processes of this machine; the rules of the kind are applied',
  ),
  description: text,
  tags: strings,
  properties: strings,
  model: { kind: 'either', object: modelRule },
  model_mount_path: text,
  code_configuration: object({ code: text, scoring_script: text }),
  environment: { kind: 'either', object: environmentRule },
  environment_variables: strings,
  app_insights_enabled: bool,
  instance_type: text,
  instance_count: int(0),
  liveness_probe: probe('an instance counts as alive until its probes fail'),
  readiness_probe: probe(),
  data_collector: dataCollector,
};

const requestSettings = (longest: number) =>
  object({
    request_timeout_ms: int(1, longest),
    max_concurrent_requests_per_instance: int(1),
    max_queue_wait_ms: recorded(
      int(0),
      'a request waits until request_timeout_ms; too many pending ones are refused with 429',
    ),
  });

const scaleType = needed(choice('default', 'target_utilization'));
const byCount = refused('a managed deployment is scaled by instance_count, or by az monitor autoscale');

/** `target_utilization` is known here, too, so that the refusal can say what is wrong. */
const managedScale = object({
  type: scaleType,
  min_instances: byCount,
  max_instances: byCount,
  polling_interval: byCount,
  target_utilization_percentage: byCount,
});

const kubernetesScale = object({
  type: scaleType,
  min_instances: int(0),
  max_instances: int(1),
  polling_interval: int(1),
  target_utilization_percentage: int(1, 100),
});

export const managedRule: Rule = object(
  {
    ...common,
    request_settings: requestSettings(180_000),
    scale_settings: managedScale,
    egress_public_network_access: recorded(choice('enabled', 'disabled'), local),
    private_network_connection: recorded(bool, local),
  },
  served,
);

const amounts = object({ cpu: text, memory: text, 'nvidia.com/gpu': text });

export const kubernetesRule: Rule = object(
  {
    ...common,
    request_settings: requestSettings(300_000),
    scale_settings: kubernetesScale,
    resources: recorded(
      object({ requests: amounts, limits: amounts }),
      'the limits of an instance are those of its instance_type',
    ),
  },
  served,
);
