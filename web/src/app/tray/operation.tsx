import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ListedOperation } from '../../../../src/sdk/operations.ts';
import { TextLink } from '../../parts/link.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { TimeStamp } from '../../parts/time-stamp.tsx';
import { paths } from '../paths.ts';
import { logPlaceOf } from './log-place.ts';
import { isRunning, titleOf } from './query.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '10px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  top: { display: 'flex', alignItems: 'start', gap: '8px', justifyContent: 'space-between' },
  quiet: { color: tokens.colorNeutralForeground3 },
  detail: {
    display: '-webkit-box',
    WebkitLineClamp: 4,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  },
  bottom: { display: 'flex', gap: '12px', alignItems: 'baseline', flexWrap: 'wrap' },
});

type OperationProps = { readonly operation: ListedOperation; readonly onLeave: () => void };

/** One change: how far it is, what went wrong, and the way to it and to its log. */
export function Operation({ operation, onLeave }: OperationProps) {
  const styles = useStyles();
  const { status, properties, error, startTime, endTime, endpoint, deployment, verb } = operation;
  const log = logPlaceOf(operation);
  const { step = '', detail = '' } = properties ?? {};
  const isThere = endpoint !== null && (verb !== 'delete' || deployment !== null);
  return (
    <li className={styles.root}>
      <div className={styles.top}>
        <Text weight="semibold">{titleOf(operation)}</Text>
        <StateBadge state={status} />
      </div>
      {isRunning(operation) && step !== '' && (
        <Caption1 className={styles.detail}>
          {step}
          {detail !== '' && `: ${detail}`}
        </Caption1>
      )}
      {error !== undefined && <Caption1 className={styles.detail}>{error.message}</Caption1>}
      <div className={styles.bottom}>
        <Caption1 className={styles.quiet}>
          <TimeStamp at={endTime ?? startTime} relative />
        </Caption1>
        {isThere && (
          <TextLink to={paths.endpoint(endpoint)} onLeave={onLeave}>
            Open
          </TextLink>
        )}
        {log !== undefined && (
          <TextLink to={log.to} onLeave={onLeave}>
            {log.words}
          </TextLink>
        )}
      </div>
    </li>
  );
}
