/** What the packed SDK exports. Inside this repository the files themselves are imported. */
export {
  type Allowed,
  type DeploymentAction,
  deploymentActions,
  type EndpointAction,
  endpointActions,
  type Refusal,
} from './allowed.ts';
export type {
  AssetFile,
  Assets,
  At,
  ListView,
  NewAt,
  UploadAsset,
} from './assets.ts';
export type {
  Autoscale,
  AutoscaleCapacity,
  AutoscaleChange,
  AutoscaleDecision,
  AutoscaleNotification,
  AutoscaleProfile,
  AutoscaleRule,
  AutoscaleSettingBody,
  AutoscaleSettingResource,
  AutoscaleSettings,
  Governing,
  GroupKey,
  InFlight,
} from './autoscale.ts';
export type { BuildLog, BuildLogAsk, BuildLogs, FollowingBuild } from './build-log.ts';
export type { Change, Guard } from './change.ts';
export type { Codes } from './codes.ts';
export type { Computes } from './computes.ts';
export type { Deployments, LogAsk, LogContainer } from './deployments.ts';
export type { Endpoints, Keys, RunningInstances, Token } from './endpoints.ts';
export type { Environments } from './environments.ts';
export {
  ArmError,
  type ErrorDetail,
  orMissing,
  ScoringError,
  TransportError,
  WaitTimeoutError,
} from './errors.ts';
export type { ChangedState, Events, Listening, TealEvent } from './events.ts';
export { folderOf, type PickedFile, pickedFiles, type UploadFile, type UploadSource } from './files.ts';
export type { Histories, HistoryAsk } from './history.ts';
export {
  type Ask,
  type Client,
  type Connection,
  type Credential,
  type Method,
  type Reply,
  session,
} from './http.ts';
export type { Invocation, Scores } from './invoke.ts';
export type { LimitsOf, LimitsOfWorkspace } from './limits.ts';
export type { Following } from './log-tail.ts';
export type { LogKind, LogLine, LogQuery, Logs } from './logs.ts';
export type {
  Aggregation,
  Load,
  Localized,
  MetricDefinition,
  MetricPoint,
  MetricQuery,
  MetricResult,
  MetricSeries,
  MetricSource,
  Metrics,
  MetricsResponse,
} from './metrics.ts';
export type { ModelProperties, Models } from './models.ts';
export type { Operation, Progress, Waiting } from './operation.ts';
export type { Changed, ListedOperation, Operations } from './operations.ts';
export type { Paged } from './paged.ts';
export { type Studio, type StudioLink, type StudioSession, studio } from './studio.ts';
export { createTeal, type Teal, type TealOptions } from './teal.ts';
export type { Scored, TriedScores, TryScoring } from './try-scoring.ts';
export type { Uploading, UploadPlace, UploadProgress } from './upload.ts';
export type * from './wire.ts';
export { discover, type Workspaces } from './workspaces.ts';
