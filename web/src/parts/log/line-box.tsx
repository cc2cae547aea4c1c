import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { Line } from './line.tsx';

/** A line, with its number since the log began: it stays the same while older ones make room. */
export type NumberedLine = { readonly number: number; readonly text: string };

export type LineBoxProps = {
  readonly label: string;
  readonly lines: readonly NumberedLine[];
  /** Whether it stays at its end while more comes; somebody who scrolled up is left in peace. */
  readonly follows: boolean;
  /** A part of a page, not most of it. */
  readonly isLow?: boolean;
};

/** So near to the end somebody still looks at the newest lines. */
const nearPx = 40;

const useStyles = makeStyles({
  root: {
    height: 'clamp(240px, 60vh, 900px)',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  low: { height: 'clamp(160px, 36vh, 420px)' },
  text: {
    padding: '12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** Lines of a log in a box that scrolls, with the keyboard too. */
export function LineBox({ label, lines, follows, isLow = false }: LineBoxProps) {
  const styles = useStyles();
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is new lines that make the end move.
  useEffect(() => {
    if (follows && isAtEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, follows]);
  const scrolled = () => {
    const { current } = box;
    if (current === null) return;
    isAtEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearPx;
  };
  const classes = mergeClasses(styles.root, isLow && styles.low);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section ref={box} className={classes} aria-label={label} tabIndex={0} onScroll={scrolled}>
      <div className={styles.text}>
        {lines.map(({ number, text }) => (
          <Line key={number} text={text} />
        ))}
      </div>
    </section>
  );
}
