import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle16Regular } from '@fluentui/react-icons/svg/circle';
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle';
import type { Draft } from '../draft.ts';
import type { Run, StageId } from '../store.ts';
import { useWizard } from '../wizard-context.ts';

type StageState = 'done' | 'running' | 'failed' | 'waiting';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  row: { display: 'flex', alignItems: 'center', gap: '8px' },
  mark: { display: 'flex' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  waiting: { color: tokens.colorNeutralForeground3 },
  running: {},
});

const words: Readonly<Record<StageState, string>> = {
  done: 'done',
  running: 'under way',
  failed: 'failed',
  waiting: 'comes next',
};

/** What is done, what runs, and what comes. */
export function StageList({ run, endpoint }: { readonly run: Run; readonly endpoint: string }) {
  const styles = useStyles();
  const { draft } = useWizard();
  return (
    <ol className={styles.root}>
      {run.stages.map((stage) => {
        const state = stateOf(stage, run);
        return (
          <li key={stage} className={styles.row}>
            <span className={mergeClasses(styles.mark, styles[state])}>
              <Mark state={state} />
            </span>
            <Text>{titleOf(stage, draft, endpoint)}</Text>
            <span className="studio-unseen">{words[state]}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Mark({ state }: { readonly state: StageState }) {
  if (state === 'running') return <Spinner size="extra-tiny" aria-hidden />;
  if (state === 'done') return <CheckmarkCircle16Filled aria-hidden />;
  return state === 'failed' ? <DismissCircle16Filled aria-hidden /> : <Circle16Regular aria-hidden />;
}

function stateOf(stage: StageId, { stages, stage: now, state }: Run): StageState {
  if (stage === now) return state;
  return stages.indexOf(stage) < stages.indexOf(now) ? 'done' : 'waiting';
}

function titleOf(stage: StageId, { model, code, environment, deployment }: Draft, endpoint: string): string {
  switch (stage) {
    case 'model':
      return `Upload and register the model ${model.newName}`;
    case 'code':
      return `Upload the code ${code.leaf}`;
    case 'environment':
      return `Register the environment${environment.name === '' ? '' : ` ${environment.name}`}`;
    case 'endpoint':
      return `Create the endpoint ${endpoint}`;
    case 'deployment':
      return `Create the deployment ${deployment.name}`;
    case 'traffic':
      return `Send all live requests to ${deployment.name}`;
  }
}
