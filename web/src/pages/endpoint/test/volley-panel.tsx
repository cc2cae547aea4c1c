/** The same request many times, and who answered beside who should have. */
import { Button, Field, Input, makeStyles, ProgressBar, Subtitle2, Text } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { tally } from './tally.ts';
import { TallyTable } from './tally-table.tsx';
import type { VolleyRun } from './use-volley.ts';
import { mostShots } from './volley.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: '8px' },
  times: { width: '8rem' },
  input: { minWidth: 0 },
  // In line with the field, below its label.
  button: { marginTop: '26px' },
});

type VolleyPanelProps = {
  readonly volley: VolleyRun;
  /** As it is configured; undefined when one deployment is asked by name. */
  readonly split: Percentages | undefined;
  readonly onFire: (count: number) => void;
};

export function VolleyPanel({ volley, split, onFire }: VolleyPanelProps) {
  const [fired, setFired] = useState(split);
  const fire = (count: number): void => {
    // What was configured when the requests were sent is what the answers are measured by.
    setFired(split);
    onFire(count);
  };
  return (
    <Panel role="region" aria-labelledby="volley">
      <Subtitle2 as="h2" id="volley">
        Send many
      </Subtitle2>
      <Text>Sends the request again and again, a few at once, and counts who answered.</Text>
      <VolleyForm isRunning={volley.isRunning} onFire={fire} onStop={volley.stop} />
      {volley.count > 0 && <Outcome volley={volley} split={fired} />}
    </Panel>
  );
}

type VolleyFormProps = {
  readonly isRunning: boolean;
  readonly onFire: (count: number) => void;
  readonly onStop: () => void;
};

function VolleyForm({ isRunning, onFire, onStop }: VolleyFormProps) {
  const styles = useStyles();
  const [text, setText] = useState('100');
  const count = countOf(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (count !== undefined && !isRunning) onFire(count);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label="How many"
        className={styles.times}
        validationState={count === undefined ? 'error' : 'none'}
        validationMessage={count === undefined ? `A whole number from 1 to ${mostShots}` : undefined}
      >
        <Input
          className={styles.input}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      {/* One button, so that the focus stays where it is. */}
      <Button
        className={styles.button}
        type={isRunning ? 'button' : 'submit'}
        onClick={isRunning ? onStop : undefined}
      >
        {isRunning
          ? 'Stop'
          : count === undefined
            ? 'Send'
            : `Send ${count} ${count === 1 ? 'time' : 'times'}`}
      </Button>
    </form>
  );
}

function Outcome({ volley, split }: Pick<VolleyPanelProps, 'volley' | 'split'>) {
  const { shots, count, isRunning, error } = volley;
  const end = isRunning ? '' : shots.length < count ? 'Stopped. ' : 'Done. ';
  return (
    <>
      {isRunning && <ProgressBar value={shots.length} max={count} aria-label="Requests answered" />}
      <ErrorBar error={error} />
      <Text role="status">{`${end}${shots.length} of ${count} requests were answered.`}</Text>
      <TallyTable lines={tally(shots, split)} />
    </>
  );
}

function countOf(text: string): number | undefined {
  const count = Number(text.trim());
  return /^\d{1,6}$/.test(text.trim()) && count >= 1 && count <= mostShots ? count : undefined;
}
