import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useAsked } from '../../app/address.ts';
import { door } from '../../app/client.ts';
import { paths } from '../../app/paths.ts';

/** Begins a session and goes on to where somebody was on their way. */
export function useSignIn() {
  const queries = useQueryClient();
  const router = useRouter();
  const [then] = useAsked('then');
  return useMutation({
    mutationFn: (token: string) => door.signIn({ token: token.trim() }),
    onSuccess: async () => {
      queries.clear();
      // Nothing but a path of this page: an address in a link must not lead to a stranger.
      const isOurs = /^\/(?![/\\])/.test(then);
      if (isOurs) router.history.push(then);
      else await router.navigate(paths.home());
    },
  });
}
