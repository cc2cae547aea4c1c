import { Button, makeStyles, Spinner, Switch, Text, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { type ReactNode, useMemo, useState } from 'react';
import { ErrorBar } from '../error-bar.tsx';
import { saveFile } from '../save-file.ts';
import { zoneName } from '../time.ts';
import { LineBox, type NumberedLine } from './line-box.tsx';
import { type Follow, mostLines, type Tail, useTail } from './tail.ts';

export type LogViewProps = {
  readonly label: string;
  /** What is followed, as a text: another one begins anew. */
  readonly what: string;
  readonly follow: Follow;
  /** Only lines with this text, whatever the case. */
  readonly contains: string;
  /** The name of the file that is saved. */
  readonly file: string;
  /** Choices before the switch. */
  readonly children?: ReactNode;
  /** Instead of a spinner where nothing was written and nothing need come. */
  readonly empty?: string | undefined;
  readonly isLow?: boolean;
};

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '12px 16px', alignItems: 'flex-end' },
  said: { color: tokens.colorNeutralForeground2 },
});

/** A log as it is written: followed or not, searched, saved. */
export function LogView(props: LogViewProps) {
  const { label, what, follow, contains, file, children, empty, isLow = false } = props;
  const styles = useStyles();
  const [isPaused, setPaused] = useState(false);
  const tail = useTail(what, follow, isPaused);
  const lines = useMemo(() => found(tail, contains), [tail, contains]);
  const download = () => {
    const text = lines.map((line) => `${line.text}\n`).join('');
    saveFile(file, new Blob([text], { type: 'text/plain' }));
  };
  const isEmpty = tail.lines.length === 0;
  return (
    <>
      <div className={styles.bar}>
        {children}
        <Switch label="Follow" checked={!isPaused} onChange={(_, { checked }) => setPaused(!checked)} />
        <Button icon={<ArrowDownload20Regular />} disabled={lines.length === 0} onClick={download}>
          Download
        </Button>
      </div>
      <ErrorBar error={tail.error} />
      <LineBox label={label} lines={lines} follows={!isPaused} isLow={isLow} />
      <Text size={200} className={styles.said} role="status">
        {isEmpty && empty !== undefined ? empty : saidOf(tail, lines.length)}
      </Text>
      {isEmpty && empty === undefined && tail.state !== 'over' && !tail.error && (
        <Spinner size="tiny" label="Waiting for lines" />
      )}
    </>
  );
}

function found({ lines, gone }: Tail, contains: string): readonly NumberedLine[] {
  const wanted = contains.toLowerCase();
  const all = lines.map((text, at) => ({ number: gone + at, text }));
  return wanted === '' ? all : all.filter(({ text }) => text.toLowerCase().includes(wanted));
}

function saidOf({ lines, gone, instance, state }: Tail, shown: number): string {
  const all = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const isCut = gone > 0 || lines.length === mostLines;
  return [
    shown === lines.length ? `${all}.` : `${shown} of ${all}.`,
    isCut && 'Older ones have made room.',
    instance !== undefined && `From ${instance}.`,
    `Times: ${zoneName()}; UTC when pointed at.`,
    state === 'over' && 'It has ended; nothing more will come.',
    state === 'lost' && 'The connection is lost; it is being tried again.',
  ]
    .filter(Boolean)
    .join(' ');
}
