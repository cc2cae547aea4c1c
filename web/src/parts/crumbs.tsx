import { makeStyles, tokens } from '@fluentui/react-components';
import { ChevronRight12Regular } from '@fluentui/react-icons/svg/chevron-right';
import type { Place } from '../app/paths.ts';
import { TextLink } from './link.tsx';

export type Crumb = { readonly text: string; readonly to: Place };

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    margin: '0 0 -12px',
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
  },
  crumb: { display: 'flex', alignItems: 'center', gap: '4px', minHeight: '24px', paddingRight: '4px' },
});

/** The pages above this one, the outermost first. */
export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const styles = useStyles();
  return (
    <nav aria-label="The way here">
      <ol className={styles.root}>
        {crumbs.map(({ text, to }) => (
          <li key={text} className={styles.crumb}>
            <TextLink to={to} appearance="subtle">
              {text}
            </TextLink>
            <ChevronRight12Regular aria-hidden />
          </li>
        ))}
      </ol>
    </nav>
  );
}
