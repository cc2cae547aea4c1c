import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { copied } from './clipboard.ts';
import { problemOf } from './problem.ts';

const useStyles = makeStyles({
  // Logs come within messages: all of them can be read, however long.
  message: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: '40vh', overflowY: 'auto' },
  id: { display: 'block' },
});

export type ErrorBarProps = {
  /** Nothing is shown while there is none. */
  readonly error: unknown;
  readonly onRetry?: () => void;
};

/** An error in the service's words, what to do about it, and the request's name for who reads the log. */
export function ErrorBar({ error, onRetry }: ErrorBarProps) {
  const styles = useStyles();
  if (error === undefined || error === null) return null;
  const { title, message, advice, requestId } = problemOf(error);
  // Without the tooltip of a CopyButton, whose code would be loaded with every page's.
  const whole = `${title}: ${message}${requestId === undefined ? '' : ` (request ${requestId})`}`;
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <div className={styles.message} tabIndex={message.length > 400 ? 0 : undefined}>
          {message}
        </div>
        {advice !== undefined && <div>{advice}</div>}
        {requestId !== undefined && <Caption1 className={styles.id}>Request {requestId}</Caption1>}
      </MessageBarBody>
      <MessageBarActions>
        {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
        <Button onClick={() => void copied(whole)}>Copy</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
