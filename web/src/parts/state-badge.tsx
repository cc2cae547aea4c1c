import { Badge, makeStyles, Spinner } from '@fluentui/react-components';
import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle16Regular } from '@fluentui/react-icons/svg/circle';
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle';
import { Warning16Filled } from '@fluentui/react-icons/svg/warning';
import type { ReactElement } from 'react';

type Look = { readonly color: 'success' | 'danger' | 'warning' | 'informative'; readonly icon: ReactElement };

const good: Look = { color: 'success', icon: <CheckmarkCircle16Filled /> };
const bad: Look = { color: 'danger', icon: <DismissCircle16Filled /> };
const doubtful: Look = { color: 'warning', icon: <Warning16Filled /> };
const quiet: Look = { color: 'informative', icon: <Circle16Regular /> };

const looks: Readonly<Record<string, Look>> = {
  succeeded: good,
  ready: good,
  built: good,
  failed: bad,
  canceled: doubtful,
  unhealthy: doubtful,
};

const goingOn =
  /^(creating|updating|scaling|deleting|starting|stopping|inprogress|running|building|queued)$/i;
const words: Readonly<Record<string, string>> = { inprogress: 'In progress' };

const useStyles = makeStyles({ root: { whiteSpace: 'nowrap', flexShrink: 0, verticalAlign: 'middle' } });

/** A state in a word, a shape and a colour: of endpoints, deployments, instances, operations, environments. */
export function StateBadge({ state }: { readonly state: string }) {
  const styles = useStyles();
  const isGoingOn = goingOn.test(state);
  const look = looks[state.toLowerCase()] ?? quiet;
  return (
    <Badge
      appearance="tint"
      shape="rounded"
      size="medium"
      className={styles.root}
      color={isGoingOn ? 'brand' : look.color}
      icon={isGoingOn ? <Spinner size="extra-tiny" aria-hidden /> : look.icon}
    >
      {words[state.toLowerCase()] ?? state}
    </Badge>
  );
}
