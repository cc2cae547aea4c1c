import { makeStyles, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { type UIEvent, useEffect, useRef } from 'react';
import { numbersEveryMs } from '../../../app/queries.ts';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { startLogQuery } from '../loader.ts';

export type LogViewProps = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly container: 'StorageInitializer' | 'InferenceServer';
  /** More may come. */
  readonly isRunning: boolean;
  /** What the operation said last: a reason to look again. */
  readonly progress: string;
};

/** Who is so near the end wants to see it. */
const nearPx = 24;

const titles = { StorageInitializer: 'Build log', InferenceServer: 'Start log' } as const;

const useStyles = makeStyles({ root: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0 } });

/** A log as it is written; its end is in sight, unless somebody scrolled up. */
export function LogView({ endpoint, deployment, container, isRunning, progress }: LogViewProps) {
  const styles = useStyles();
  const root = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const { data: text = '', refetch } = useQuery({
    ...startLogQuery(endpoint, deployment, container),
    refetchInterval: isRunning ? numbersEveryMs : false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said, not how to ask, is the reason to ask.
  useEffect(() => void refetch(), [progress, isRunning]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves with the text.
  useEffect(() => {
    const block = root.current?.querySelector('section');
    if (block && isAtEnd.current) block.scrollTop = block.scrollHeight;
  }, [text]);
  const scrolled = ({ target }: UIEvent) => {
    if (!(target instanceof HTMLElement)) return;
    isAtEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < nearPx;
  };
  return (
    <section className={styles.root} ref={root} aria-label={titles[container]} onScrollCapture={scrolled}>
      <Text weight="semibold">{titles[container]}</Text>
      <CodeBlock
        label={`Lines of the ${titles[container].toLowerCase()}`}
        text={text || 'Nothing is written yet.'}
        wraps
        isLow
        isLog
      />
    </section>
  );
}
