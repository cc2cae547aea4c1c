import { Button, makeStyles, Text } from '@fluentui/react-components';
import { paths } from '../../../app/paths.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { Section } from '../../../parts/section.tsx';
import { UploadBar } from '../../../parts/upload/upload-bar.tsx';
import { type StepId, stepTitles } from '../steps.ts';
import type { Run } from '../store.ts';
import { useWizard } from '../wizard-context.ts';
import { LogView } from './log-view.tsx';
import { adviceOf } from './places.ts';
import { StageList } from './stage-list.tsx';

export type CreatingProps = {
  readonly run: Run;
  readonly endpoint: string;
  readonly onRetry: () => void;
  /** Ends an upload. */
  readonly onStop: () => void;
  readonly onGo: (step: StepId) => void;
};

const titles = {
  running: 'It is being created',
  failed: 'It could not be created',
  done: 'It is created',
} as const;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** A creation: what is done, what runs, its logs, and what to do when it failed. */
export function Creating({ run, endpoint, onRetry, onStop, onGo }: CreatingProps) {
  const styles = useStyles();
  const { draft } = useWizard();
  const { made, name } = draft.deployment;
  const isRunning = run.state === 'running';
  const isUpload = run.stage === 'model' || run.stage === 'code';
  const { step = '', detail = '' } = run.progress ?? {};
  const log = { endpoint, deployment: name, isRunning, progress: `${step} ${detail}` };
  return (
    <Section title={titles[run.state]}>
      <div className={styles.root}>
        <StageList run={run} endpoint={endpoint} />
        {isRunning && isUpload && <UploadBar progress={run.upload} />}
        {isRunning && step !== '' && (
          <Text role="status">
            {step}
            {detail !== '' && `: ${detail}`}
          </Text>
        )}
        {run.state === 'failed' && <Failed run={run} onRetry={onRetry} onGo={onGo} />}
        {made === name && run.hasBuilt && <LogView {...log} container="StorageInitializer" />}
        {made === name && step !== 'building environment' && <LogView {...log} container="InferenceServer" />}
        <div className={styles.actions}>
          {isRunning && isUpload && <Button onClick={onStop}>Stop</Button>}
          {made === name && (
            <ButtonLink to={paths.endpoint(endpoint)}>
              {isRunning ? 'Go to the endpoint; it goes on' : 'Go to the endpoint'}
            </ButtonLink>
          )}
        </div>
      </div>
    </Section>
  );
}

function Failed({ run, onRetry, onGo }: Pick<CreatingProps, 'run' | 'onRetry' | 'onGo'>) {
  const styles = useStyles();
  const { words, step } = adviceOf(run.stage, run.error);
  return (
    <>
      <ErrorBar error={run.error} />
      <Text>{words}</Text>
      <div className={styles.actions}>
        {step !== undefined && (
          <Button appearance="primary" onClick={() => onGo(step)}>
            Go to {stepTitles[step]}
          </Button>
        )}
        <Button onClick={onRetry}>Create again</Button>
      </div>
    </>
  );
}
