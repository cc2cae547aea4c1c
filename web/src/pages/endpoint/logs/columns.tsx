import type { LogLine } from '../../../../../src/sdk/logs.ts';
import type { Column } from '../../../parts/table/column.ts';
import { TimeStamp } from '../../../parts/time-stamp.tsx';

/** A column of Azure Monitor's table. */
function column(name: string, rest: Omit<Column<LogLine>, 'cell' | 'order' | 'id'>): Column<LogLine> {
  return { id: name, order: (line) => line[name] ?? '', cell: (line) => textOf(line[name]), ...rest };
}

function textOf(value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? '–' : String(value);
}

const time: Column<LogLine> = {
  id: 'time',
  title: 'Time',
  width: 'minmax(168px, 178px)',
  order: ({ TimeGenerated }) => TimeGenerated,
  cell: ({ TimeGenerated }) => <TimeStamp at={TimeGenerated} precise />,
};

export const trafficColumns: readonly Column<LogLine>[] = [
  time,
  column('ResponseCode', { title: 'Status', width: 'minmax(64px, 80px)' }),
  column('DeploymentName', { title: 'Deployment', width: 'minmax(100px, 1fr)' }),
  column('TotalDurationMs', { title: 'Time, ms', width: '100px', from: 480, align: 'end' }),
  column('ModelStatusCode', { title: 'Model said', width: '110px', from: 720 }),
  column('ResponseCodeReason', { title: 'Reason', width: 'minmax(90px, 1fr)', from: 620 }),
  column('XRequestId', { title: 'Request', width: '310px', from: 980 }),
];

export const eventColumns: readonly Column<LogLine>[] = [
  time,
  column('Name', { title: 'Event', width: 'minmax(110px, 1fr)' }),
  column('DeploymentName', { title: 'Deployment', width: 'minmax(80px, 1fr)', from: 480 }),
  column('InstanceId', { title: 'Instance', width: 'minmax(110px, 1fr)', from: 900 }),
  column('Message', { title: 'What happened', width: 'minmax(120px, 3fr)', from: 620 }),
];
