import type { LogKind, LogLine } from '../../sdk/logs.ts';

type Row = Readonly<Record<string, string | number | null | undefined>>;

/** What of a line is in a table, whose columns are in the order of their names. */
export function rowOf(kind: LogKind, line: LogLine): Row {
  const at = line.TimeGenerated;
  const { EndpointName: endpoint, DeploymentName: deployment, InstanceId: instance } = line;
  switch (kind) {
    case 'traffic':
      return {
        at,
        deployment,
        endpoint,
        instance,
        milliseconds: line.TotalDurationMs,
        reason: line.ResponseCodeReason,
        request: line.XRequestId,
        status: line.ResponseCode,
      };
    case 'console':
      return { at, deployment, endpoint, instance, message: line.Message };
    case 'event':
      return { at, deployment, endpoint, event: line.Name, instance, message: line.Message };
    default:
      return kind satisfies never;
  }
}
