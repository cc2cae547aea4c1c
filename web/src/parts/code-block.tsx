import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Lines } from './log/line.tsx';

export type CodeBlockProps = {
  /** What it is, for ears. */
  readonly label: string;
  readonly text: string;
  /** Long lines go on in the next one; code keeps them. */
  readonly wraps?: boolean;
  /** A few lines are seen at once, not a screen of them. */
  readonly isLow?: boolean;
  /** Lines of a log: their moments are shown in the local zone. */
  readonly isLog?: boolean;
};

const useStyles = makeStyles({
  root: {
    maxHeight: '60vh',
    minHeight: '2rem',
    overflow: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  low: { maxHeight: '11rem' },
  text: {
    margin: 0,
    padding: '12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  wraps: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
});

/** Text as machines write and read it; what is longer than its place scrolls, with the keyboard too. */
export function CodeBlock({ label, text, wraps = false, isLow = false, isLog = false }: CodeBlockProps) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className={mergeClasses(styles.root, isLow && styles.low)} aria-label={label} tabIndex={0}>
      <pre className={mergeClasses(styles.text, wraps && styles.wraps)}>
        {isLog ? <Lines text={text} /> : text}
      </pre>
    </section>
  );
}
