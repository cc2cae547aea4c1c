import { makeStyles, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import { momentOf, utcOf } from '../time.ts';

/** Teal's own lines begin with the moment in UTC; what a script prints by itself is left as it is. */
const begins = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|\+00:00))(?=\s|$)/;

const useStyles = makeStyles({
  // A block that a preformatted text may hold.
  root: { display: 'block', minHeight: tokens.lineHeightBase300 },
  time: { color: tokens.colorNeutralForeground3 },
});

/** A line of a log: its moment in the local zone, in UTC when pointed at. */
export const Line = memo(function Line({ text }: { readonly text: string }) {
  const styles = useStyles();
  const [, at] = begins.exec(text) ?? [];
  if (at === undefined || Number.isNaN(Date.parse(at))) return <span className={styles.root}>{text}</span>;
  return (
    <span className={styles.root}>
      <time className={styles.time} dateTime={at} title={utcOf(at)}>
        {momentOf(at)}
      </time>
      {text.slice(at.length)}
    </span>
  );
});

/** All lines of a text. */
export function Lines({ text }: { readonly text: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone.
  return lines.map((line, at) => <Line key={at} text={line} />);
}
