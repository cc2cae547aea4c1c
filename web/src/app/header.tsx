import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { PlainLink } from '../parts/link.tsx';
import { enteredQuery, workspacesQuery } from './enter.ts';
import { paths } from './paths.ts';

// Menus come behind the page: nobody opens one before the page is there.
const Tools = lazy(async () => ({ default: (await import('./tools.tsx')).Tools }));
const WorkspaceMenu = lazy(async () => ({ default: (await import('./workspace-menu.tsx')).WorkspaceMenu }));

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minHeight: '48px',
    padding: '0 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  brand: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '4px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  word: { '@media (max-width: 479px)': { display: 'none' } },
  workspace: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
    paddingLeft: '8px',
    color: tokens.colorNeutralForeground2,
  },
  space: { flexGrow: 1 },
});

/** The workspace, what runs, the theme, and the way out. */
export function Header({ className }: { readonly className?: string }) {
  const styles = useStyles();
  return (
    <header className={mergeClasses(styles.root, className)}>
      <PlainLink to={paths.home()} className={styles.brand} aria-label="Teal Studio, home">
        <img src="/favicon.svg" alt="" width={24} height={24} />
        <Text weight="semibold" className={styles.word}>
          Teal Studio
        </Text>
      </PlainLink>
      <Workspace className={styles.workspace} />
      <div className={styles.space} />
      <Suspense>
        <Tools />
      </Suspense>
    </header>
  );
}

/** The open workspace; a menu where there are more. */
function Workspace({ className }: { readonly className: string }) {
  const { data: entered } = useQuery(enteredQuery);
  const { data: workspaces = [] } = useQuery(workspacesQuery);
  if (!entered) return null;
  const { workspace } = entered;
  const name = (
    <Text className={className} title={`Workspace ${workspace.name} in ${workspace.resourceGroup}`}>
      {workspace.name}
    </Text>
  );
  if (workspaces.length < 2) return name;
  return (
    <Suspense fallback={name}>
      <WorkspaceMenu workspace={workspace} workspaces={workspaces} />
    </Suspense>
  );
}
