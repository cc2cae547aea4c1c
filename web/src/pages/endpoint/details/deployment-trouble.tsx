/** How far a change is, or why the last one failed and what to do about it. */
import {
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { newestChangeQuery } from './loader.ts';
import { remedyOf } from './remedies.ts';

const useStyles = makeStyles({
  progress: { display: 'flex', flexDirection: 'column', gap: '4px' },
});

type DeploymentTroubleProps = { readonly endpoint: string; readonly deployment: DeploymentResource };

export function DeploymentTrouble({ endpoint, deployment }: DeploymentTroubleProps) {
  const styles = useStyles();
  const { data: change } = useQuery(newestChangeQuery(endpoint, deployment));
  if (change === undefined || change.kind === 'done') return null;
  if (change.kind === 'running') {
    return (
      <div className={styles.progress} role="status">
        <ProgressBar aria-label={`Progress of ${deployment.name}`} />
        <Caption1>{[change.step, change.detail].filter((part) => part !== '').join(': ')}</Caption1>
      </div>
    );
  }
  const { title, remedy, log } = remedyOf(change.code);
  const container = log === 'build' ? { container: 'StorageInitializer' } : {};
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        <CodeBlock label={`Last error of ${deployment.name}`} text={change.message} wraps isLow isLog />
        <div>{remedy}</div>
      </MessageBarBody>
      <MessageBarActions>
        <ButtonLink
          size="small"
          to={paths.endpoint(endpoint, 'logs', { deployment: deployment.name, ...container })}
        >
          Open the log
        </ButtonLink>
        <CopyButton text={`${change.code}: ${change.message}`} what="the error" />
      </MessageBarActions>
    </MessageBar>
  );
}
