import { Button, makeStyles, mergeClasses, Text, Tooltip, tokens } from '@fluentui/react-components';
import { SignOut20Regular } from '@fluentui/react-icons/svg/sign-out';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlainLink } from '../parts/link.tsx';
import { hrefOf, paths } from './paths.ts';
import { signOut } from './session.ts';
import { ThemeMenu } from './theme-menu.tsx';
import { Tray } from './tray.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

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
      <WorkspaceMenu />
      <div className={styles.space} />
      <Tray />
      <ThemeMenu />
      <SignOutButton />
    </header>
  );
}

function SignOutButton() {
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // Also when Teal could not be told: nothing of it stays on the screen.
    onSettled: () => {
      queries.clear();
      location.assign(hrefOf(paths.signIn()));
    },
  });
  return (
    <Tooltip content="Sign out" relationship="label">
      <Button
        appearance="subtle"
        icon={<SignOut20Regular />}
        disabled={leave.isPending}
        onClick={() => leave.mutate()}
      />
    </Tooltip>
  );
}
