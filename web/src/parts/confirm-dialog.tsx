import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { DangerButton } from './danger-button.tsx';
import { ErrorBar } from './error-bar.tsx';

export type ConfirmDialogProps = {
  readonly isOpen: boolean;
  /** A question: "Delete the endpoint churn?" */
  readonly title: string;
  /** What it does, and what cannot be undone. */
  readonly children?: ReactNode;
  /** What is done, on the button: "Delete". */
  readonly verb: string;
  /** The dialog stays open while it runs, shows its error, and closes when it is done. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
};

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
});

/** Asks before what cannot be taken back. */
export function ConfirmDialog({ isOpen, title, children, verb, onConfirm, onClose }: ConfirmDialogProps) {
  const styles = useStyles();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const confirm = async () => {
    setRunning(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Dialog open={isOpen} modalType="alert" onOpenChange={(_, { open }) => !open && !isRunning && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {children}
            <ErrorBar error={error} />
          </DialogContent>
          <DialogActions>
            <Button onClick={close} disabled={isRunning}>
              Cancel
            </Button>
            <DangerButton
              disabled={isRunning}
              icon={isRunning ? <Spinner size="tiny" /> : null}
              onClick={() => void confirm()}
            >
              {verb}
            </DangerButton>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
