import {
  Button,
  CounterBadge,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import { TasksApp20Regular } from '@fluentui/react-icons/svg/tasks-app';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { Operation } from './operation.tsx';
import { isRunning, operationsQuery, summaryOf } from './query.ts';

const useStyles = makeStyles({
  place: { position: 'relative', display: 'inline-flex' },
  count: { position: 'absolute', top: '-2px', right: '-4px', pointerEvents: 'none' },
  surface: {
    boxSizing: 'border-box',
    width: 'min(420px, calc(100vw - 16px))',
    maxHeight: 'min(560px, 80vh)',
    overflowY: 'auto',
  },
  list: { listStyleType: 'none', margin: '8px 0 0', padding: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** What is under way and what has just ended, wherever it was begun: here, by a command or by a program. */
export function Tray() {
  const styles = useStyles();
  const { data, error } = useQuery(operationsQuery);
  const [isOpen, setOpen] = useState(false);
  // Failures count until somebody has looked; those from before this page was opened do not.
  const [seen, setSeen] = useState<ReadonlySet<string>>();
  const operations = data ?? [];
  const failures = operations.filter(({ status }) => status === 'Failed').map(({ id }) => id);
  if (seen === undefined && data !== undefined) setSeen(new Set(failures));
  const running = operations.filter(isRunning).length;
  const failed = failures.filter((id) => seen?.has(id) === false).length;
  const summary = summaryOf(running, failed);
  const change = (open: boolean) => {
    setSeen(new Set(failures));
    setOpen(open);
  };
  return (
    <>
      <Popover open={isOpen} onOpenChange={(_, { open }) => change(open)} positioning="below-end" trapFocus>
        <PopoverTrigger disableButtonEnhancement>
          <Tooltip content={`Operations: ${summary}`} relationship="label">
            <Button appearance="subtle" icon={<TrayIcon count={running + failed} isBad={failed > 0} />} />
          </Tooltip>
        </PopoverTrigger>
        <PopoverSurface className={styles.surface} aria-label="Operations">
          <Subtitle2 as="h2">Operations</Subtitle2>
          <ErrorBar error={error} />
          {operations.length === 0 ? (
            <Text as="p" className={styles.quiet}>
              Nothing runs, and nothing ended within the last hour.
            </Text>
          ) : (
            <ul className={styles.list}>
              {operations.map((operation) => (
                <Operation key={operation.id} operation={operation} onLeave={() => setOpen(false)} />
              ))}
            </ul>
          )}
        </PopoverSurface>
      </Popover>
      <span role="status" className="studio-unseen">
        {running + failed > 0 ? summary : ''}
      </span>
    </>
  );
}

function TrayIcon({ count, isBad }: { readonly count: number; readonly isBad: boolean }) {
  const styles = useStyles();
  return (
    <span className={styles.place}>
      <TasksApp20Regular />
      {count > 0 && (
        <CounterBadge
          className={styles.count}
          size="small"
          count={count}
          color={isBad ? 'danger' : 'brand'}
        />
      )}
    </span>
  );
}
