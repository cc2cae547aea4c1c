/** The line that a proxy writes of a request when it writes one: the columns of Teal's traffic log, as far as it knows them. */

/** Of each proxy's own language: what it puts in for the column. */
export type Known = {
  readonly TimeGenerated: string;
  readonly DeploymentName: string;
  readonly InstanceId: string;
  readonly Method: string;
  readonly Path: string;
  readonly Protocol: string;
  readonly UserAgent: string;
  readonly XMSClientRequestId: string;
  readonly XRequestId: string;
  readonly ResponseCode: string;
  readonly RequestPayloadSize: string;
  readonly ResponsePayloadSize: string;
  readonly TotalDurationMs: string;
  readonly ResponseDurationMs: string;
};

/** The same for every request. */
const fixed = {
  OperationName: 'onlineEndpoints/score/action',
  Location: 'local',
  SubscriptionId: '00000000-0000-0000-0000-000000000000',
  AzureMLWorkspaceId: '00000000-0000-0000-0000-000000000000',
  AzureMLWorkspaceName: 'teal',
  EndpointName: 'bench',
  AuthType: 'Key',
} as const;

const numbers: readonly string[] = [
  'ResponseCode',
  'RequestPayloadSize',
  'ResponsePayloadSize',
  'TotalDurationMs',
  'ResponseDurationMs',
];

export function lineOf({ TimeGenerated, ...known }: Known): string {
  const columns = Object.entries({ TimeGenerated, ...fixed, ...known });
  const written = columns.map(([name, text]) => `"${name}":${numbers.includes(name) ? text : `"${text}"`}`);
  return `{${written.join(',')}}`;
}
