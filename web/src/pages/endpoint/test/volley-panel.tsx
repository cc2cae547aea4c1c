/** The same request many times, and who answered beside who should have. */
import {
  Button,
  Card,
  Field,
  Input,
  makeStyles,
  ProgressBar,
  Subtitle2,
  Text,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
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
  const styles = useStyles();
  const [text, setText] = useState('100');
  const [fired, setFired] = useState(split);
  const count = countOf(text);
  const { shots, isRunning } = volley;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (count === undefined || isRunning) return;
    // What was configured when the requests were sent is what the answers are measured by.
    setFired(split);
    onFire(count);
  };
  return (
    <Card role="region" aria-labelledby="volley">
      <Subtitle2 as="h2" id="volley">
        Send many
      </Subtitle2>
      <Text>Sends the request again and again, a few at once, and counts who answered.</Text>
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
        {isRunning ? (
          <Button className={styles.button} onClick={volley.stop}>
            Stop
          </Button>
        ) : (
          <Button className={styles.button} type="submit">
            {count === undefined ? 'Send' : `Send ${count} ${count === 1 ? 'time' : 'times'}`}
          </Button>
        )}
      </form>
      {isRunning && (
        <ProgressBar
          value={shots.length}
          max={volley.count}
          aria-label={`${shots.length} of ${volley.count} answered`}
        />
      )}
      <ErrorBar error={volley.error} />
      {volley.count > 0 && (
        <>
          <Text role="status">
            {isRunning ? '' : shots.length < volley.count ? 'Stopped. ' : 'Done. '}
            {shots.length} of {volley.count} requests were answered.
          </Text>
          <TallyTable lines={tally(shots, fired)} />
        </>
      )}
    </Card>
  );
}

function countOf(text: string): number | undefined {
  const count = Number(text.trim());
  return /^\d{1,6}$/.test(text.trim()) && count >= 1 && count <= mostShots ? count : undefined;
}
