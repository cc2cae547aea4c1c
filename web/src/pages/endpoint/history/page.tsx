/** Who changed an endpoint, when, what and why. */
import { Button, Field, makeStyles, Select, Spinner, Text } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsked, usePathName } from '../../../app/address.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { deploymentsQuery } from '../loader.ts';
import { ChainMark } from './chain-mark.tsx';
import { EntryCard } from './entry-card.tsx';
import { historyQuery, pageSize } from './loader.ts';

const UndoDialog = later(async () => (await import('../undo-dialog.tsx')).UndoDialog);

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '70rem' },
  top: { display: 'flex', flexWrap: 'wrap', gap: '12px 24px', alignItems: 'flex-end' },
  filter: { minWidth: 0, width: 'min(16rem, 100%)' },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  more: { display: 'flex', alignItems: 'center', gap: '12px' },
});

export function Page() {
  const styles = useStyles();
  const name = usePathName();
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  const [deployment, choose] = useAsked('deployment');
  const [count, setCount] = useState(pageSize);
  const [isUndoing, setUndoing] = useState(false);
  const { data, error, isFetching, refetch } = useQuery(historyQuery(name, { deployment, count }));
  return (
    <div className={styles.root}>
      <div className={styles.top}>
        <Field label="Show" className={styles.filter}>
          <Select value={deployment} onChange={(_, { value }) => choose(value)}>
            {['', ...deployments.map((one) => one.name)].map((one) => (
              <option key={one} value={one}>
                {one === '' ? 'Everything' : `Only ${one}`}
              </option>
            ))}
          </Select>
        </Field>
        <DialogButton onClick={() => setUndoing(true)}>Undo the last change of traffic …</DialogButton>
      </div>
      <ChainMark endpoint={name} />
      <ErrorBar error={error} onRetry={() => void refetch()} />
      {data === undefined && error === null && <Spinner label="Reading the history …" />}
      {data !== undefined && (
        <>
          <ol className={styles.list} aria-label="Changes, newest first">
            {data.entries.map((entry) => (
              <li key={entry.id}>
                <EntryCard entry={entry} />
              </li>
            ))}
          </ol>
          <div className={styles.more}>
            {data.hasMore && (
              <Button disabledFocusable={isFetching} onClick={() => setCount(count + pageSize)}>
                Show {pageSize} more
              </Button>
            )}
            <Text role="status">
              {data.entries.length} {data.entries.length === 1 ? 'change' : 'changes'} shown
              {data.hasMore ? '' : '; there are no earlier ones'}.
            </Text>
          </div>
        </>
      )}
      {isUndoing && <UndoDialog endpoint={name} onClose={() => setUndoing(false)} />}
    </div>
  );
}
