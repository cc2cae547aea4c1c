/** What the YAML files of Azure ML online endpoints (v2) may contain. */
import { any, bool, choice, int, list, map, needed, object, type Rule, strings, text } from './rule.ts';

const percentages = map({ kind: 'number', min: 0, max: 100 });

/** Keys that `show` prints and that a file may carry along. */
const served = [
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

const identity = object(
  {
    type: choice('system_assigned', 'user_assigned', 'system_assigned,user_assigned', 'none'),
    user_assigned_identities: list(
      object({ resource_id: needed(text), client_id: text, object_id: text, principal_id: text }),
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
    properties: strings,
    auth_mode: choice('key', 'aml_token', 'aad_token'),
    identity,
    traffic: percentages,
    mirror_traffic: percentages,
    public_network_access: choice('enabled', 'disabled'),
    compute: text,
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
  flavors: any,
  stage: text,
  datastore: text,
  default_deployment_template: any,
};

export const modelRule: Rule = object({ ...modelFields, path: needed(text) }, [
  ...served,
  'job_name',
  'type',
]);

const route = object({ port: needed(int(1, 65_535)), path: needed(text) });

export const environmentRule: Rule = object(
  {
    name: text,
    version: text,
    description: text,
    tags: strings,
    properties: strings,
    image: text,
    build: object({ path: needed(text), dockerfile_path: text }),
    conda_file: any,
    os_type: choice('linux', 'windows'),
    inference_config: object({
      liveness_route: needed(route),
      readiness_route: needed(route),
      scoring_route: needed(route),
    }),
    datastore: text,
  },
  served,
);

const probe = object({
  initial_delay: int(1),
  period: int(1),
  timeout: int(1),
  success_threshold: int(1),
  failure_threshold: int(1),
});

const dataCollector = object({
  collections: needed(
    map(
      object({
        enabled: bool,
        data: any,
        client_id: text,
        sampling_rate: { kind: 'number', min: 0, max: 1 },
      }),
    ),
  ),
  sampling_rate: { kind: 'number', min: 0, max: 1 },
  rolling_rate: choice('Minute', 'Hour', 'Day', 'Month', 'Year'),
  request_logging: object({ capture_headers: list(text) }),
});

const common = {
  name: text,
  endpoint_name: text,
  type: choice('managed', 'kubernetes'),
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
  liveness_probe: probe,
  readiness_probe: probe,
  data_collector: dataCollector,
} as const;

const requestSettings = (longest: number) =>
  object({
    request_timeout_ms: int(1, longest),
    max_concurrent_requests_per_instance: int(1),
    max_queue_wait_ms: int(0),
  });

/** `target_utilization` is known here, too, so that the refusal can say what is wrong. */
const scaleSettings = object({
  type: needed(choice('default', 'target_utilization')),
  min_instances: int(0),
  max_instances: int(1),
  polling_interval: int(1),
  target_utilization_percentage: int(1, 100),
});

export const managedRule: Rule = object(
  {
    ...common,
    request_settings: requestSettings(180_000),
    scale_settings: scaleSettings,
    egress_public_network_access: choice('enabled', 'disabled'),
    private_network_connection: bool,
  },
  served,
);

const amounts = object({ cpu: text, memory: text, 'nvidia.com/gpu': text });

export const kubernetesRule: Rule = object(
  {
    ...common,
    request_settings: requestSettings(300_000),
    scale_settings: scaleSettings,
    resources: object({ requests: amounts, limits: amounts }),
  },
  served,
);
