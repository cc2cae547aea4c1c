/** Says that somebody else changed the traffic while it was typed here. */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import type { Split } from './draft.ts';
import { changeWords, splitWords } from './words.ts';

type OvertakenProps = {
  readonly opened: Split;
  readonly now: Split;
  /** Throws the numbers away and begins with what is set now. */
  readonly onRestart: () => void;
};

export function Overtaken({ opened, now, onRestart }: OvertakenProps) {
  if (changeWords(opened, now).length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>The traffic was changed meanwhile</MessageBarTitle>
        It is {splitWords(now)} now. Your numbers are still here; applying them replaces that.
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onRestart}>
          Start from what is set now
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
