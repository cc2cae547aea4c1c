/** Lines of the event and console logs, with the columns of AmlOnlineEndpointEventLog and -ConsoleLog (Azure Monitor). */
import type { InstanceEvent, LogOrigin } from '../../domain/logs.ts';

const resource = 'onlineEndpoints/deployments';
/** Longer messages are cut. */
const mostMessage = 16_384;

/** `TimeGenerated` comes first in every log, so that lines are put in order without being parsed. */
export function eventRow({ instance, name, message, ...origin }: InstanceEvent, at: number): string {
  return line(new Date(at).toISOString(), {
    OperationName: `${resource}/event`,
    ...columnsOf(origin),
    InstanceId: instance,
    Name: name,
    Message: message.slice(0, mostMessage),
  });
}

/** Who prints. */
export type Printer = LogOrigin & { readonly instance: string; readonly image: string };

/** What is the same for all lines of an instance is put together once. */
export function consoleRows({
  instance,
  image,
  ...origin
}: Printer): (time: string, message: string) => string {
  const fixed = JSON.stringify({
    OperationName: `${resource}/console`,
    ...columnsOf(origin),
    InstanceId: instance,
    ContainerName: 'inference-server',
    ContainerImageName: image,
  }).slice(1, -1);
  return (time, message) =>
    `{"TimeGenerated":"${time}",${fixed},"Message":${JSON.stringify(message.slice(0, mostMessage))}}\n`;
}

function columnsOf({ workspaceUid, endpoint, deployment }: LogOrigin) {
  return { AzureMLWorkspaceId: workspaceUid, EndpointName: endpoint, DeploymentName: deployment };
}

function line(time: string, columns: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ TimeGenerated: time, ...columns })}\n`;
}
