import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { dashesOf, type Line, placeOf, valueAt } from './line.ts';
import type { Moments } from './moments.ts';
import { localTime, utcTime } from './words.ts';

export type ValueTableProps = {
  readonly label: string;
  readonly times: Float64Array;
  readonly lines: readonly Line[];
  /** What a line stands for: the head of their names; `Deployment` unless given. */
  readonly named?: string;
  /** Heads of the facts that each line has. */
  readonly columns: readonly string[];
  readonly format: (value: number) => string;
  readonly moments: Moments;
};

const useStyles = makeStyles({
  scroll: {
    overflow: 'auto',
    maxHeight: '17rem',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  cell: {
    padding: '3px 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    whiteSpace: 'nowrap',
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    verticalAlign: 'bottom',
    fontWeight: tokens.fontWeightRegular,
  },
  moment: {
    padding: '0 0 4px',
    textAlign: 'left',
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  head: { color: tokens.colorNeutralForeground2 },
  first: { textAlign: 'left', paddingLeft: 0, width: '99%', whiteSpace: 'normal', minWidth: '8rem' },
  name: { display: 'flex', alignItems: 'center', gap: '8px' },
  key: { flexShrink: 0, forcedColorAdjust: 'none' },
  strong: { fontWeight: tokens.fontWeightSemibold },
});

/** What the curves are at the moment that is pointed at, else at the newest one: the chart for who does not see it. */
export function ValueTable({
  label,
  times,
  lines,
  named = 'Deployment',
  columns,
  format,
  moments,
}: ValueTableProps) {
  const styles = useStyles();
  const head = mergeClasses(styles.cell, styles.head);
  const dashes = dashesOf(times, lines);
  const pointed = { times, moments };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label={`${label}: values`}>
      <table className={styles.table} aria-label={label}>
        <caption className={styles.moment}>
          <Followed {...pointed} text={(place) => momentText(times[place])} />
        </caption>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(head, styles.first)}>
              {named}
            </th>
            <th scope="col" className={head}>
              <Followed {...pointed} text={(_, isNewest) => (isNewest ? 'Newest' : 'Then')} />
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className={head}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={line.key}>
              <th scope="row" className={mergeClasses(styles.cell, styles.first)}>
                <span className={styles.name}>
                  <Key colour={line.colour} dash={dashes[index] ?? []} />
                  {line.label}
                </span>
              </th>
              <td className={mergeClasses(styles.cell, styles.strong)}>
                <Followed {...pointed} text={(place) => valueAt(line, place, format)} />
              </td>
              {columns.map((column, index) => (
                <td key={column} className={styles.cell}>
                  {line.facts[index] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type FollowedProps = Pick<ValueTableProps, 'times' | 'moments'> & {
  readonly text: (place: number, isNewest: boolean) => string;
};

/** What follows the pointer: of a page full of tables only the texts that are others are drawn anew. */
function Followed({ times, moments, text }: FollowedProps) {
  return useSyncExternalStore(moments.watch, () => {
    const at = moments.get();
    return text(at === undefined ? times.length - 1 : placeOf(times, at), at === undefined);
  });
}

function momentText(time: number | undefined): string {
  return time === undefined ? '' : `${localTime(time)} (${utcTime(time)})`;
}

/** A piece of the line as it is drawn. */
function Key({ colour, dash }: Pick<Line, 'colour' | 'dash'>) {
  return (
    <svg className={useStyles().key} width="28" height="8" aria-hidden>
      <path d="M0 4H28" stroke={colour} strokeWidth="2.5" strokeDasharray={dash.join(' ')} />
    </svg>
  );
}
