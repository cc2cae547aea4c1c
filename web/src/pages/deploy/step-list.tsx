import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle20Regular } from '@fluentui/react-icons/svg/circle';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import { type StepId, stepTitles } from './steps.ts';

export type StepListProps = {
  readonly steps: readonly StepId[];
  readonly current: StepId;
  readonly stateOf: (step: StepId) => 'whole' | 'wrong' | 'open';
  readonly onGo: (step: StepId) => void;
};

const useStyles = makeStyles({
  root: { flex: '0 0 200px', '@media (max-width: 719px)': { display: 'none' } },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  button: { width: '100%', justifyContent: 'flex-start', fontWeight: tokens.fontWeightRegular },
  current: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1Selected,
  },
  narrow: { display: 'none', '@media (max-width: 719px)': { display: 'block' } },
});

const marks = {
  whole: <CheckmarkCircle20Filled aria-label="complete" />,
  wrong: <ErrorCircle20Filled aria-label="something is wrong" />,
  open: <Circle20Regular aria-label="not complete" />,
} as const;

/** Where one is, and the way to any other step. */
export function StepList({ steps, current, stateOf, onGo }: StepListProps) {
  const styles = useStyles();
  return (
    <>
      <Text className={styles.narrow}>
        Step {steps.indexOf(current) + 1} of {steps.length}
      </Text>
      <nav aria-label="Steps" className={styles.root}>
        <ol className={styles.list}>
          {steps.map((step) => (
            <li key={step}>
              <Button
                appearance="subtle"
                className={mergeClasses(styles.button, step === current && styles.current)}
                aria-current={step === current ? 'step' : undefined}
                icon={marks[stateOf(step)]}
                onClick={() => onGo(step)}
              >
                {stepTitles[step]}
              </Button>
            </li>
          ))}
        </ol>
      </nav>
    </>
  );
}
