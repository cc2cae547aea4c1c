import {
  Badge,
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { CodeBlock } from '../../../parts/code-block.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { type Answer, advice, pretty, sizeText, timeText } from './answer.ts';
import { saveAnswer } from './save.ts';

const viewWords = { pretty: 'Formatted', raw: 'Raw', headers: 'Headers' } as const;
type View = keyof typeof viewWords;

/** Longer texts make the page slow, and nobody reads them here. */
const mostShown = 200_000;

const useStyles = makeStyles({
  facts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 16px' },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '4px',
  },
  tools: { display: 'flex', alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type AnswerPanelProps = {
  readonly answer: Answer | undefined;
  readonly error: unknown;
  readonly isSending: boolean;
};

export function AnswerPanel({ answer, error, isSending }: AnswerPanelProps) {
  const styles = useStyles();
  return (
    <Panel role="region" aria-labelledby="answer">
      <Subtitle2 as="h2" id="answer">
        Answer
      </Subtitle2>
      <ErrorBar error={error} />
      <div role="status">
        {answer === undefined && error === null && (
          <Text className={styles.quiet}>
            {isSending ? 'Waiting for the answer …' : 'Send the request to see its answer here.'}
          </Text>
        )}
        {answer !== undefined && <AnswerFacts answer={answer} />}
      </div>
      {answer !== undefined && <AnswerText answer={answer} />}
    </Panel>
  );
}

function AnswerFacts({ answer }: { readonly answer: Answer }) {
  const styles = useStyles();
  const { by } = answer;
  const hint = advice(answer);
  return (
    <>
      <div className={styles.facts}>
        <Badge
          size="large"
          shape="rounded"
          color={answer.status < 400 ? 'success' : 'danger'}
          appearance="tint"
        >
          Status {answer.status}
        </Badge>
        <Text>
          {by === '' ? (
            'No deployment was reached'
          ) : (
            <>
              Answered by <strong>{by}</strong>
            </>
          )}
        </Text>
        <Text>{timeText(answer.ms)}</Text>
        <Text>{sizeText(answer.bytes.byteLength)}</Text>
      </div>
      {hint !== undefined && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{hint}</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}

function AnswerText({ answer }: { readonly answer: Answer }) {
  const styles = useStyles();
  const [chosen, setChosen] = useState<View>('pretty');
  const formatted = answer.text === undefined ? undefined : pretty(answer.text);
  const view = chosen === 'pretty' && formatted === undefined ? 'raw' : chosen;
  const { raw, headers } = viewWords;
  const choices = formatted === undefined ? { raw, headers } : viewWords;
  const text = {
    pretty: formatted ?? '',
    raw: answer.text ?? 'This is no text. Download it to look at it.',
    headers: answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
  }[view];
  return (
    <div>
      <div className={styles.bar}>
        <Tabs label="View of the answer" isSmall choices={choices} value={view} onChange={setChosen} />
        <span className={styles.tools}>
          <CopyButton text={text} what={view === 'headers' ? 'the headers' : 'the answer'} />
          <Button size="small" onClick={() => saveAnswer(answer)}>
            Download
          </Button>
        </span>
      </div>
      <CodeBlock label={viewWords[view]} text={text === '' ? '(empty)' : text.slice(0, mostShown)} wraps />
      {text.length > mostShown && (
        <Text>{`The first ${mostShown} of ${text.length} characters; download it to see the rest.`}</Text>
      )}
      {!answer.isWhole && (
        <Text>The answer is longer than Teal hands on to a page; this is its beginning.</Text>
      )}
    </div>
  );
}
