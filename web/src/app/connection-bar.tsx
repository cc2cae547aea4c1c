import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { useLiveState } from './live.ts';

const useStyles = makeStyles({ bar: { margin: '12px 24px 0', flexShrink: 0 } });

/** Says while nothing comes from Teal that what is shown may be old. Comes and goes by itself. */
export function ConnectionBar() {
  const styles = useStyles();
  if (useLiveState() !== 'lost') return null;
  return (
    <MessageBar intent="warning" className={styles.bar} politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>The connection to Teal is lost.</MessageBarTitle>
        What you see may be old. Endpoints that run go on answering. Studio reconnects by itself.
      </MessageBarBody>
    </MessageBar>
  );
}
