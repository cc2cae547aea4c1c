import { Field, makeStyles, Select, Spinner, Switch, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { LogLine } from '../../../../../src/sdk/logs.ts';
import { useAsked } from '../../../app/address.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { useChoiceStyles } from './choice.ts';
import { eventColumns, trafficColumns } from './columns.tsx';
import { type Asked, linesQuery, mostRows } from './loader.ts';
import { useTold } from './told.ts';

export type LineTableProps = Pick<Asked, 'endpoint' | 'deployment' | 'kind' | 'contains'>;

/** What the traffic log can be narrowed to, as `teal logs query --status` has it. */
const statuses = {
  '': 'Any',
  '2xx': 'Succeeded (2xx)',
  '4xx': 'Refused or failed model (4xx)',
  '5xx': 'Failed (5xx)',
};

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '12px 16px', alignItems: 'flex-end' },
  box: { display: 'flex', flexDirection: 'column', height: 'clamp(280px, 60vh, 900px)' },
});

/** The traffic log or the event log: the newest lines that fit. */
export function LineTable({ endpoint, deployment, kind, contains }: LineTableProps) {
  const styles = useStyles();
  const { root: choice } = useChoiceStyles();
  const [status, chooseStatus] = useAsked('status');
  const [isLive, setLive] = useState(true);
  const { data, error, isPending, refetch } = useQuery(
    linesQuery({ endpoint, deployment, kind, contains, status }),
  );
  // Lines of one moment stand in the order of what happened, the last one first.
  const rows = useMemo(() => data?.toReversed() ?? [], [data]);
  useTold({ endpoint, kind, isLive }, () => void refetch());
  return (
    <>
      <div className={styles.bar}>
        {kind === 'traffic' && (
          <Field label="Status" className={choice}>
            <Select value={status} onChange={(_, { value }) => chooseStatus(value)}>
              {Object.entries(statuses).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Switch label="Follow" checked={isLive} onChange={(_, { checked }) => setLive(checked)} />
      </div>
      <ErrorBar error={error} onRetry={() => void refetch()} />
      {isPending ? (
        <Spinner size="tiny" label="Looking" labelPosition="after" />
      ) : rows.length === 0 ? (
        <Text>{kind === 'traffic' ? 'No such request yet.' : 'No such event yet.'}</Text>
      ) : (
        <div className={styles.box}>
          <DataTable
            label={kind === 'traffic' ? 'Requests' : 'Events'}
            rows={rows}
            columns={kind === 'traffic' ? trafficColumns : eventColumns}
            idOf={idOf}
            begin={{ id: 'time', isDown: true }}
            rowHeight={kind === 'traffic' ? 40 : 52}
          />
        </div>
      )}
      <Text size={200} role="status">
        {rows.length === mostRows
          ? `The newest ${mostRows}; narrow the search for others.`
          : `${rows.length} shown.`}
      </Text>
    </>
  );
}

function idOf(line: LogLine): string {
  return [line.TimeGenerated, line.XRequestId, line.InstanceId, line.Name, line.DeploymentName].join(' ');
}
