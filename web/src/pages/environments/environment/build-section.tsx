import { Button, Input, makeStyles, Text } from '@fluentui/react-components';
import { Search20Regular } from '@fluentui/react-icons/svg/search';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { BuildLog } from '../../../../../src/sdk/build-log.ts';
import { useAsked } from '../../../app/address.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { LogView } from '../../../parts/log/log-view.tsx';
import { Section } from '../../../parts/section.tsx';
import { StateBadge } from '../../../parts/state-badge.tsx';
import { BuildFailure } from './build-failure.tsx';
import { buildQuery, followBuild, type Source } from './loader.ts';

export type BuildSectionProps = {
  readonly source: Source;
  readonly name: string;
  readonly version: string;
  readonly isUsed: boolean;
};

const states: Readonly<Record<BuildLog['state'], string>> = {
  absent: 'Not built',
  building: 'Building',
  built: 'Built',
  failed: 'Failed',
};

const useStyles = makeStyles({
  search: { minWidth: 0, flex: '1 1 220px', maxWidth: '360px' },
});

/** Whether this machine has built the version, and what building it said. */
export function BuildSection({ source, name, version, isUsed }: BuildSectionProps) {
  const { data: build, error, refetch } = useQuery(buildQuery(source, { name, version }));
  const [asked, ask] = useAsked('log');
  const state = build?.state;
  // What goes on or went wrong is what somebody comes here for; a log of what is well has to be asked for.
  const isOpen = asked === 'build' || state === 'building' || state === 'failed';
  return (
    <Section
      title="Build on this machine"
      actions={state !== undefined && <StateBadge state={states[state]} />}
    >
      <ErrorBar error={error} onRetry={() => void refetch()} />
      {state === 'absent' && <Text>{absentWords(isUsed)}</Text>}
      {state === 'built' && <Text>Deployments that use it start without installing anything.</Text>}
      {state === 'building' && <Text>The packages are being installed; deployments wait for it.</Text>}
      {state === 'failed' && <BuildFailure source={source} message={build?.message ?? ''} />}
      {state === 'built' && !isOpen && (
        <div>
          <Button onClick={() => ask('build')}>Show the build log</Button>
        </div>
      )}
      {isOpen && state !== undefined && state !== 'absent' && (
        <Log source={source} name={name} version={version} />
      )}
    </Section>
  );
}

function Log({ source, name, version }: Omit<BuildSectionProps, 'isUsed'>) {
  const styles = useStyles();
  const [search, setSearch] = useState('');
  const contains = useDeferredValue(search);
  return (
    <LogView
      label={`Build log of ${name}, version ${version}`}
      what={`${source} ${name} ${version}`}
      follow={followBuild(source, { name, version })}
      contains={contains}
      file={`${name}-${version}-build.log`}
      isLow
    >
      <Input
        className={styles.search}
        contentBefore={<Search20Regular />}
        placeholder="Search the log"
        aria-label="Search the log"
        value={search}
        onChange={(_, { value }) => setSearch(value)}
      />
    </LogView>
  );
}

function absentWords(isUsed: boolean): string {
  return isUsed
    ? 'Nothing of it is kept here. It is built when an instance needs it next.'
    : 'It is built when a deployment needs it first; the log of that appears here.';
}
