import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { BoxMultiple20Filled, BoxMultiple20Regular } from '@fluentui/react-icons/svg/box-multiple';
import { Cube20Filled, Cube20Regular } from '@fluentui/react-icons/svg/cube';
import { PlugConnected20Filled, PlugConnected20Regular } from '@fluentui/react-icons/svg/plug-connected';
import { useLocation } from '@tanstack/react-router';
import { PlainLink } from '../parts/link.tsx';
import { type Place, paths } from './paths.ts';
import { narrow } from './shell-sizes.ts';

type Entry = {
  readonly place: Place;
  readonly text: string;
  readonly Icon: React.ComponentType;
  readonly Current: React.ComponentType;
};

const entries: readonly Entry[] = [
  {
    place: paths.endpoints(),
    text: 'Endpoints',
    Icon: PlugConnected20Regular,
    Current: PlugConnected20Filled,
  },
  { place: paths.models(), text: 'Models', Icon: Cube20Regular, Current: Cube20Filled },
  {
    place: paths.environments(),
    text: 'Environments',
    Icon: BoxMultiple20Regular,
    Current: BoxMultiple20Filled,
  },
];

const useStyles = makeStyles({
  root: {
    padding: '12px 8px',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: {
      padding: '4px 8px',
      borderRightStyle: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    [narrow]: { flexDirection: 'row' },
  },
  item: { [narrow]: { flex: '1 1 auto' } },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minHeight: '36px',
    padding: '0 12px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    [narrow]: { justifyContent: 'center', gap: '6px', padding: '0 6px' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** The way to the three kinds of things. */
export function Navigation({ className }: { readonly className?: string }) {
  const styles = useStyles();
  const { pathname } = useLocation();
  return (
    <nav aria-label="Studio" className={mergeClasses(styles.root, className)}>
      <ul className={styles.list}>
        {entries.map(({ place, text, Icon, Current }) => {
          const isCurrent = `${pathname}/`.startsWith(`${place.to}/`);
          return (
            <li key={text} className={styles.item}>
              <PlainLink
                to={place}
                className={mergeClasses(styles.link, isCurrent && styles.current)}
                aria-current={isCurrent ? 'page' : undefined}
              >
                {isCurrent ? <Current /> : <Icon />}
                {text}
              </PlainLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
