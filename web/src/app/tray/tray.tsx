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
import { useUnseen } from './unseen.ts';

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
  const [failed, look] = useUnseen(data);
  const operations = data ?? [];
  const running = operations.filter(isRunning).length;
  const summary = summaryOf(running, failed);
  const change = (open: boolean) => {
    look();
    setOpen(open);
  };
  return (
    <>
      <Popover open={isOpen} onOpenChange={(_, { open }) => change(open)} positioning="below-end" trapFocus>
        <PopoverTrigger disableButtonEnhancement>
          <Tooltip content={`Operations: ${summary}`} relationship="label">
            <Button appearance="subtle" icon={<CountedIcon running={running} failed={failed} />} />
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

function CountedIcon({ running, failed }: { readonly running: number; readonly failed: number }) {
  const styles = useStyles();
  const count = running + failed;
  return (
    <span className={styles.place}>
      <TasksApp20Regular />
      {count > 0 && (
        <CounterBadge
          className={styles.count}
          size="small"
          count={count}
          color={failed > 0 ? 'danger' : 'brand'}
        />
      )}
    </span>
  );
}
