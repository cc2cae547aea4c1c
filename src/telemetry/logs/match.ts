import type { LogFilter, LogLine } from '../../domain/logs.ts';
import type { Line } from './backward.ts';
import { wholeLine } from './shared.ts';

/** Tells whether a line is asked for, and reads it then. What is no line of a log never is. */
export function matcherOf(filter: LogFilter, workspaceUid: string): (line: Line) => LogLine | undefined {
  const marks = marksOf(filter);
  const checks = checksOf(filter, workspaceUid);
  return ({ text, shared }) => {
    // Cheaper than reading the line, which most lines are not worth.
    for (const mark of marks) {
      if (!text.includes(mark) && !shared.some((one) => one.text.includes(mark))) return undefined;
    }
    const line = wholeLine(text, shared);
    return line !== undefined && checks.every((check) => check(line)) ? line : undefined;
  };
}

/** Texts that the line of a match has in it as they are. */
function marksOf({ instance, requestId }: LogFilter): readonly string[] {
  return [instance, requestId].flatMap((text) => (text === undefined ? [] : [JSON.stringify(text)]));
}

type Check = (line: LogLine) => boolean;

function checksOf(filter: LogFilter, workspaceUid: string): readonly Check[] {
  const { endpoint, deployment, instance, status, requestId, since, until, contains, minDurationMs } = filter;
  const found: (Check | undefined)[] = [
    // A request that named no endpoint belongs to no workspace, and is shown in each.
    ({ AzureMLWorkspaceId: uid }) => uid === workspaceUid || uid === '',
    same('EndpointName', endpoint),
    same('DeploymentName', deployment),
    same('InstanceId', instance),
    status && within('ResponseCode', status[0], status[1]),
    requestId === undefined
      ? undefined
      : (line) => [line.XRequestId, line.XMSClientRequestId].includes(requestId),
    since === undefined ? undefined : (line) => timeOf(line) >= since,
    until === undefined ? undefined : (line) => timeOf(line) < until,
    contains === undefined ? undefined : has(contains.toLowerCase()),
    minDurationMs === undefined
      ? undefined
      : within('TotalDurationMs', minDurationMs, Number.POSITIVE_INFINITY),
  ];
  return found.filter((check) => check !== undefined);
}

function same(column: string, value: string | undefined): Check | undefined {
  const wanted = value?.toLowerCase();
  return wanted === undefined ? undefined : (line) => String(line[column]).toLowerCase() === wanted;
}

function within(column: string, least: number, most: number): Check {
  return (line) => {
    const value = line[column];
    return typeof value === 'number' && value >= least && value <= most;
  };
}

function has(part: string): Check {
  return (line) => Object.values(line).some((value) => String(value).toLowerCase().includes(part));
}

function timeOf({ TimeGenerated }: LogLine): number {
  return Date.parse(String(TimeGenerated));
}
