import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { Source } from './loader.ts';

export type BuildFailureProps = {
  readonly source: Source;
  /** In the service's words. */
  readonly message: string;
};

const useStyles = makeStyles({
  message: {
    margin: '4px 0 8px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  next: { marginBottom: '4px' },
});

/** Why a build failed, and what to do next. */
export function BuildFailure({ source, message }: BuildFailureProps) {
  const styles = useStyles();
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>It could not be built.</MessageBarTitle>
        <div className={styles.message}>{message}</div>
        <div className={styles.next}>{nextSteps[source]}</div>
      </MessageBarBody>
    </MessageBar>
  );
}

const nextSteps: Readonly<Record<Source, string>> = {
  own: 'Correct the packages in the conda file: New version above begins with this one. Then update the deployments that use it. Where the network was at fault, update the deployment again, and it is built anew.',
  curated:
    'Where the network was at fault, update the deployment again, and it is built anew. Otherwise register an environment of your own with packages that fit this machine.',
};
