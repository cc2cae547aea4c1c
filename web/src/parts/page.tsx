import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { type Crumb, Crumbs } from './crumbs.tsx';

export type PageProps = {
  readonly title: string;
  /** Beside the title: a state, a kind. */
  readonly badge?: ReactNode;
  /** The pages above this one, the outermost first. */
  readonly crumbs?: readonly Crumb[];
  /** One sentence on what this page is for, where that is not plain. */
  readonly lead?: ReactNode;
  /** Buttons on the right; the main one last. */
  readonly actions?: ReactNode;
  /** The page is as high as the window, and its content scrolls by itself: for long tables. */
  readonly fills?: boolean;
  readonly children?: ReactNode;
};

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    boxSizing: 'border-box',
    width: '100%',
    padding: '20px 24px 32px',
    '@media (max-width: 719px)': { padding: '12px 12px 24px' },
  },
  fills: { flex: '1 1 auto', minHeight: '420px', paddingBottom: '16px' },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  titles: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    minWidth: 0,
    flex: '1 1 160px',
  },
  title: { overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  lead: { color: tokens.colorNeutralForeground2, maxWidth: '75ch' },
});

/** The frame of every page: its title, also in the browser's tab, the way up, its actions. */
export function Page({ title, badge, crumbs = [], lead, actions, fills = false, children }: PageProps) {
  const styles = useStyles();
  useEffect(() => {
    document.title = `${title} - Teal Studio`;
  }, [title]);
  return (
    <div className={fills ? `${styles.root} ${styles.fills}` : styles.root}>
      {crumbs.length > 0 && <Crumbs crumbs={crumbs} />}
      <div className={styles.top}>
        <div className={styles.titles}>
          <Title2 as="h1" className={styles.title}>
            {title}
          </Title2>
          {badge}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {lead !== undefined && <Text className={styles.lead}>{lead}</Text>}
      {children}
    </div>
  );
}
