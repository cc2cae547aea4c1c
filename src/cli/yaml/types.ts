/** What the checked files are; every member as its schema leaves it. */

type StringMap = Readonly<Record<string, string>>;

export type EndpointYaml = {
  readonly name?: string;
  readonly description?: string;
  readonly tags?: StringMap;
  readonly properties?: StringMap;
  readonly auth_mode?: 'key' | 'aml_token' | 'aad_token';
  readonly identity?: {
    readonly type?: string;
    readonly user_assigned_identities?: readonly { readonly resource_id: string }[];
  };
  readonly traffic?: Readonly<Record<string, number>>;
  readonly mirror_traffic?: Readonly<Record<string, number>>;
  readonly public_network_access?: 'enabled' | 'disabled';
  readonly compute?: string;
};

export type ModelYaml = {
  readonly name?: string;
  readonly version?: string;
  readonly type?: 'custom_model' | 'mlflow_model' | 'triton_model';
  readonly path: string;
  readonly description?: string;
  readonly tags?: StringMap;
  readonly properties?: StringMap;
  readonly flavors?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly stage?: string;
};

type Route = { readonly port: number; readonly path: string };

export type EnvironmentYaml = {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly tags?: StringMap;
  readonly properties?: StringMap;
  readonly image?: string;
  /** A path, or the definition in place. */
  readonly conda_file?: unknown;
  readonly os_type?: 'linux' | 'windows';
  readonly inference_config?: {
    readonly liveness_route: Route;
    readonly readiness_route: Route;
    readonly scoring_route: Route;
  };
};

export type ProbeYaml = {
  readonly initial_delay?: number;
  readonly period?: number;
  readonly timeout?: number;
  readonly success_threshold?: number;
  readonly failure_threshold?: number;
};

export type Amounts = { readonly cpu?: string; readonly memory?: string; readonly 'nvidia.com/gpu'?: string };

export type DeploymentYaml = {
  readonly name?: string;
  readonly endpoint_name?: string;
  readonly type?: 'managed' | 'kubernetes';
  readonly description?: string;
  readonly tags?: StringMap;
  readonly properties?: StringMap;
  readonly model?: string | ModelYaml;
  readonly model_mount_path?: string;
  readonly code_configuration?: { readonly code?: string; readonly scoring_script?: string };
  readonly environment?: string | EnvironmentYaml;
  readonly environment_variables?: StringMap;
  readonly app_insights_enabled?: boolean;
  readonly instance_type?: string;
  readonly instance_count?: number;
  readonly liveness_probe?: ProbeYaml;
  readonly readiness_probe?: ProbeYaml;
  readonly data_collector?: DataCollectorYaml;
  readonly request_settings?: {
    readonly request_timeout_ms?: number;
    readonly max_concurrent_requests_per_instance?: number;
    readonly max_queue_wait_ms?: number;
  };
  readonly scale_settings?: {
    readonly type: 'default' | 'target_utilization';
    readonly min_instances?: number;
    readonly max_instances?: number;
    readonly polling_interval?: number;
    readonly target_utilization_percentage?: number;
  };
  readonly egress_public_network_access?: 'enabled' | 'disabled';
  readonly private_network_connection?: boolean;
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
};

export type DataCollectorYaml = {
  readonly collections: Readonly<
    Record<
      string,
      {
        readonly enabled?: boolean;
        readonly data?: unknown;
        readonly client_id?: string;
        readonly sampling_rate?: number;
      }
    >
  >;
  readonly sampling_rate?: number;
  readonly rolling_rate?: string;
  readonly request_logging?: { readonly capture_headers?: readonly string[] };
};
