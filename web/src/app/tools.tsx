import { Button, Tooltip } from '@fluentui/react-components';
import { SignOut20Regular } from '@fluentui/react-icons/svg/sign-out';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { door } from './client.ts';
import { hrefOf, paths } from './paths.ts';
import { ThemeMenu } from './theme-menu.tsx';
import { Tray } from './tray/tray.tsx';

/** What runs, the theme, and the way out. */
export function Tools() {
  return (
    <>
      <Tray />
      <ThemeMenu />
      <SignOutButton />
    </>
  );
}

function SignOutButton() {
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => door.signOut(),
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
