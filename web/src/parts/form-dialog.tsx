import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { FormEvent, ReactNode } from 'react';

export type FormDialogProps = {
  readonly isOpen: boolean;
  readonly title: string;
  /** What is done, on the button: "Register". */
  readonly verb: string;
  /** Whether it can be done now. */
  readonly isReady: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
});

/** Fields in a dialog; a click beside it does not close it, for that would lose what was typed. */
export function FormDialog({ isOpen, title, verb, isReady, onSubmit, onClose, children }: FormDialogProps) {
  const styles = useStyles();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onSubmit();
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(_, { open, type }) => !open && type !== 'backdropClick' && onClose()}
    >
      <DialogSurface>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content}>{children}</DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" disabled={!isReady}>
                {verb}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
