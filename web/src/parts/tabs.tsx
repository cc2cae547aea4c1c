import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';

export type TabsProps<Value extends string> = {
  /** What is chosen among, for who does not see it. */
  readonly label: string;
  /** Words by value, in their order. */
  readonly choices: Readonly<Partial<Record<Value, string>>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isSmall?: boolean;
  readonly className?: string;
};

const useStyles = makeStyles({
  root: { display: 'flex', flexShrink: 0, position: 'relative' },
  tab: {
    flexShrink: 0,
    padding: '12px 10px',
    // Six of them fit a phone.
    '@media (max-width: 479px)': {
      padding: '12px 5px',
      fontSize: tokens.fontSizeBase200,
      ':after': { inset: 'auto 5px 0' },
    },
    border: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    position: 'relative',
    ':after': {
      content: '""',
      position: 'absolute',
      inset: 'auto 10px 0',
      height: '3px',
      borderRadius: '3px',
    },
    ':hover': { color: tokens.colorNeutralForeground2Hover },
    ':hover:after': { backgroundColor: tokens.colorNeutralStroke1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  small: { padding: '6px 10px' },
  chosen: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    ':after': { backgroundColor: tokens.colorCompoundBrandStroke },
    ':hover:after': { backgroundColor: tokens.colorCompoundBrandStrokeHover },
  },
  // As wide as it is when its words are bold, so that nothing moves.
  words: {
    display: 'block',
    ':after': {
      content: 'attr(data-words)',
      display: 'block',
      height: 0,
      overflow: 'hidden',
      visibility: 'hidden',
      fontWeight: tokens.fontWeightSemibold,
    },
  },
});

/** One view of several in the same place. Fluent's TabList is 25 kB with what moves its focus. */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, choices, value, onChange, isSmall = false, className } = props;
  const styles = useStyles();
  return (
    <div role="tablist" aria-label={label} className={mergeClasses(styles.root, className)} onKeyDown={walk}>
      {(Object.entries(choices) as [Value, string][]).map(([one, words]) => (
        <button
          key={one}
          ref={one === value ? inSight : null}
          type="button"
          role="tab"
          aria-selected={one === value}
          tabIndex={one === value ? 0 : -1}
          className={mergeClasses(styles.tab, isSmall && styles.small, one === value && styles.chosen)}
          onClick={() => onChange(one)}
        >
          <span className={styles.words} data-words={words}>
            {words}
          </span>
        </button>
      ))}
    </div>
  );
}

/** On narrow screens the tabs scroll; an address can name one at the end. */
function inSight(tab: HTMLElement | null): void {
  const { parentElement: list } = tab ?? {};
  if (!tab || !list) return;
  const end = tab.offsetLeft + tab.offsetWidth - list.clientWidth;
  if (list.scrollLeft < end) list.scrollLeft = end;
  if (list.scrollLeft > tab.offsetLeft) list.scrollLeft = tab.offsetLeft;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrows move the focus; Enter and the space bar choose, for each view asks the service for something. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget, target } = event;
  const step = steps[key];
  if (step === undefined || !(target instanceof HTMLElement)) return;
  const tabs = [...currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  event.preventDefault();
  tabs[step(tabs.indexOf(target), tabs.length)]?.focus();
}
