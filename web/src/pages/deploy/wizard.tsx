import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
} from '@fluentui/react-components';
import { type FormEvent, useEffect } from 'react';
import { later } from '../../parts/later.tsx';
import { Section } from '../../parts/section.tsx';
import { isWhole } from './flaws.ts';
import { Creating } from './run/creating.tsx';
import { StepList } from './step-list.tsx';
import { type StepId, stepTitles } from './steps.ts';
import { type Begin, useDeploy } from './use-deploy.ts';
import { WizardContext } from './wizard-context.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    gap: '24px',
    alignItems: 'flex-start',
    '@media (max-width: 719px)': { flexDirection: 'column', alignItems: 'stretch', gap: '8px' },
  },
  form: { flex: '1 1 auto', minWidth: 0, maxWidth: '760px' },
  step: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  foot: { display: 'flex', flexWrap: 'wrap', gap: '8px', paddingTop: '8px' },
});

/** All steps together: their fields and lists are the larger part of the wizard. */
const StepView = later(async () => (await import('./steps/step-view.tsx')).StepView);

/** From a model to a deployment behind an endpoint, step by step. */
export function Wizard(begin: Begin) {
  const styles = useStyles();
  const deploy = useDeploy(begin);
  const { wizard, run, isRestored, startOver, go, isUploading } = deploy;
  useWarning(isUploading);
  const endpoint = begin.endpoint ?? wizard.draft.endpoint.name;
  return (
    <WizardContext value={wizard}>
      {isRestored && run === undefined && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>This is what you had before the page was loaded anew.</MessageBarBody>
          <MessageBarActions>
            <Button onClick={startOver}>Start over</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {run === undefined ? (
        <div className={styles.root}>
          <Form {...deploy} />
        </div>
      ) : (
        <Creating run={run} endpoint={endpoint} onRetry={deploy.start} onStop={deploy.stop} onGo={go} />
      )}
    </WizardContext>
  );
}

function Form({ wizard, steps, current, said, go, ask, start }: ReturnType<typeof useDeploy>) {
  const styles = useStyles();
  const { flaws } = wizard;
  const isLast = current === 'review';
  const isReady = Object.keys(flaws).length === 0;
  const at = steps.indexOf(current);
  const next = (event: FormEvent) => {
    event.preventDefault();
    const following = steps[at + 1];
    if (isLast) return isReady ? start() : undefined;
    if (!isWhole(flaws, current) || following === undefined) return ask();
    return go(following);
  };
  const stateOf = (step: StepId) => {
    if (Object.keys(said).some((field) => field.startsWith(`${step}.`))) return 'wrong';
    return isWhole(flaws, step) && (step !== 'review' || isReady) ? 'whole' : 'open';
  };
  return (
    <>
      <StepList steps={steps} current={current} stateOf={stateOf} onGo={go} />
      <form className={styles.form} onSubmit={next} noValidate>
        <Section title={stepTitles[current]}>
          <div className={styles.step}>
            <StepView step={current} steps={steps} go={go} />
            <div className={styles.foot}>
              {at > 0 && <Button onClick={() => go(steps[at - 1] ?? current)}>Back</Button>}
              <Button type="submit" appearance="primary" disabledFocusable={isLast && !isReady}>
                {isLast ? 'Create' : 'Next'}
              </Button>
            </div>
          </div>
        </Section>
      </form>
    </>
  );
}

/** An upload lives in the page: the browser asks before it is left. */
function useWarning(isUploading: boolean): void {
  useEffect(() => {
    if (!isUploading) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isUploading]);
}
