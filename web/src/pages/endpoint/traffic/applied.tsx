/** The moment from which every new request obeys the change. */
import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
} from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { splitOf } from './draft.ts';
import type { Applied as Change } from './handle.ts';
import { splitWords } from './words.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
});

type AppliedProps = {
  readonly title: string;
  readonly applied: Change;
  readonly onUndo: () => void;
  readonly onClose: () => void;
};

export function Applied({ title, applied, onUndo, onClose }: AppliedProps) {
  const styles = useStyles();
  const close = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => close.current?.focus(), []);
  const { at, endpoint, tableVersion } = applied;
  return (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={styles.content}>
        <MessageBar intent="success" layout="multiline" role="status">
          <MessageBarBody>
            <MessageBarTitle>Every router worker runs it</MessageBarTitle>
            At <TimeStamp at={at.toISOString()} precise /> the last of them had confirmed the new routing
            table
            {tableVersion === undefined ? '' : ` (version ${tableVersion})`}. Every request that came after
            that obeys it.
          </MessageBarBody>
        </MessageBar>
        <Text>Traffic is now: {splitWords(splitOf(endpoint))}.</Text>
      </DialogContent>
      <DialogActions>
        <Button onClick={onUndo}>Undo this change …</Button>
        <Button appearance="primary" ref={close} onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
