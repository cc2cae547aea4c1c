import { Button, Field, makeStyles, Select, Spinner, Switch, Text, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsked } from '../../../app/address.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { saveFile } from '../../../parts/save-file.ts';
import { LineBox } from './line-box.tsx';
import { instanceIdsQuery } from './loader.ts';
import { type Container, mostLines, useTail } from './tail.ts';

const containers: Readonly<Record<Container, string>> = {
  InferenceServer: 'Scoring (inference-server)',
  StorageInitializer: 'Preparation (storage-initializer)',
};

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '12px 16px', alignItems: 'flex-end' },
  choice: { minWidth: 0, flex: '0 1 270px' },
  said: { color: tokens.colorNeutralForeground2 },
});

export type ConsoleProps = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly contains: string;
};

/** What one instance prints, or what came before it ran, as it is written. */
export function Console({ endpoint, deployment, contains }: ConsoleProps) {
  const styles = useStyles();
  const [asked, choose] = useAsked('container');
  const [instance, chooseInstance] = useAsked('instance');
  const [isPaused, setPaused] = useState(false);
  const container: Container = asked === 'StorageInitializer' ? asked : 'InferenceServer';
  const { data: ids = [] } = useQuery(instanceIdsQuery(endpoint, deployment));
  const tail = useTail({ endpoint, deployment, container, instance }, isPaused);
  const lines = contains === '' ? tail.lines : tail.lines.filter((line) => holds(line, contains));
  // What was stopped is not what is wanted now.
  const turnTo = (other: () => void) => {
    setPaused(false);
    other();
  };
  const download = () =>
    saveFile(`${endpoint}-${deployment}.log`, new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
  return (
    <>
      <div className={styles.bar}>
        <Field label="Container" className={styles.choice}>
          <Select value={container} onChange={(_, { value }) => turnTo(() => choose(value))}>
            {Object.entries(containers).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Instance" className={styles.choice}>
          <Select value={instance} onChange={(_, { value }) => turnTo(() => chooseInstance(value))}>
            <option value="">The one that serves</option>
            {[...new Set([...(instance === '' ? [] : [instance]), ...ids])].map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </Select>
        </Field>
        <Switch label="Follow" checked={!isPaused} onChange={(_, { checked }) => setPaused(!checked)} />
        <Button icon={<ArrowDownload20Regular />} disabled={lines.length === 0} onClick={download}>
          Download
        </Button>
      </div>
      <ErrorBar error={tail.error} />
      <LineBox label={`Log of ${deployment}`} lines={lines} follows={!isPaused} />
      <Text size={200} className={styles.said} role="status">
        {saidOf(tail.lines.length, lines.length)}
        {tail.instance !== undefined && ` From ${tail.instance}.`}
        {tail.isOver && ' It has ended; nothing more will come.'}
      </Text>
      {tail.lines.length === 0 && !tail.isOver && !tail.error && (
        <Spinner size="tiny" label="Waiting for lines" />
      )}
    </>
  );
}

function saidOf(all: number, shown: number): string {
  const words = all === 1 ? '1 line.' : `${all} lines.`;
  const bound = all === mostLines ? ' Older ones have made room.' : '';
  return shown === all ? `${words}${bound}` : `${shown} of ${words}${bound}`;
}

function holds(line: string, text: string): boolean {
  return line.toLowerCase().includes(text.toLowerCase());
}
