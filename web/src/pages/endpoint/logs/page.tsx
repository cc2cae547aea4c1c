import { Field, Input, makeStyles, Select } from '@fluentui/react-components';
import { DocumentTextRegular } from '@fluentui/react-icons/svg/document-text';
import { Search20Regular } from '@fluentui/react-icons/svg/search';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useAsked, usePathName } from '../../../app/address.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { later } from '../../../parts/later.tsx';
import { deploymentsQuery } from '../loader.ts';
import { useChoiceStyles } from './choice.ts';
import { Console } from './console.tsx';

const LineTable = later(async () => (await import('./line-table.tsx')).LineTable);

const kinds = {
  console: 'Output of an instance',
  traffic: 'Requests',
  event: 'Events of instances',
} as const;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', gap: '12px 16px', alignItems: 'flex-end' },
  search: { minWidth: 0, flex: '1 1 240px', maxWidth: '420px' },
});

/** What instances print, what was asked of them, what happened to them. */
export function Page() {
  const styles = useStyles();
  const { root: choice } = useChoiceStyles();
  const endpoint = usePathName();
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(endpoint));
  const [kindAsked, chooseKind] = useAsked('log');
  const [deploymentAsked, chooseDeployment] = useAsked('deployment');
  const [search, setSearch] = useAsked('contains');
  const contains = useDeferredValue(search);
  const kind = kindAsked === 'traffic' || kindAsked === 'event' ? kindAsked : 'console';
  if (deployments.length === 0)
    return (
      <EmptyState title="No logs yet" icon={<DocumentTextRegular />}>
        Logs begin with the first deployment: what its scoring script prints, what is asked of it and what
        happens to its instances.
      </EmptyState>
    );
  const names = deployments.map(({ name }) => name);
  const one = names.find((name) => name === deploymentAsked) ?? names[0] ?? '';
  const chosen = kind === 'console' ? one : (names.find((name) => name === deploymentAsked) ?? '');
  return (
    <div className={styles.root}>
      <div className={styles.bar}>
        <Field label="Log" className={choice}>
          <Select value={kind} onChange={(_, { value }) => chooseKind(value === 'console' ? '' : value)}>
            {Object.entries(kinds).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Deployment" className={choice}>
          <Select value={chosen} onChange={(_, { value }) => chooseDeployment(value)}>
            {kind !== 'console' && <option value="">All of them</option>}
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Search" className={styles.search}>
          <Input
            contentBefore={<Search20Regular />}
            value={search}
            onChange={(_, { value }) => setSearch(value)}
          />
        </Field>
      </div>
      {kind === 'console' ? (
        <Console key={one} endpoint={endpoint} deployment={one} contains={contains} />
      ) : (
        <LineTable key={kind} endpoint={endpoint} deployment={chosen} kind={kind} contains={contains} />
      )}
    </div>
  );
}
