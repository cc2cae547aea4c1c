/** What stands in a page's place: while it comes, when it cannot come, and when there is none. */
import { makeStyles, Spinner } from '@fluentui/react-components';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorBar } from '../parts/error-bar.tsx';
import { ButtonLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { paths } from './paths.ts';

const useStyles = makeStyles({ wait: { display: 'grid', placeItems: 'center', padding: '15vh 0' } });

export function WaitPage() {
  const styles = useStyles();
  return (
    <div className={styles.wait}>
      <Spinner label="Loading …" />
    </div>
  );
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="This page could not be shown">
      <ErrorBar error={error} onRetry={again} />
    </Page>
  );
}

export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <EmptyState
        title="Nothing has this address"
        action={<ButtonLink to={paths.endpoints()}>Endpoints</ButtonLink>}
      >
        The link may be older than what it led to.
      </EmptyState>
    </Page>
  );
}
