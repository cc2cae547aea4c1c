import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';

type RefusedDialogProps = {
  readonly title: string;
  /** The rule, in the service's words. */
  readonly message: string;
  /** What to do first, on the button. */
  readonly step: string;
  readonly onStep: () => void;
  readonly onClose: () => void;
};

/** Says why something cannot be done now, and leads to what makes it possible. Open as long as it is there. */
export function RefusedDialog({ title, message, step, onStep, onClose }: RefusedDialogProps) {
  return (
    <Dialog open onOpenChange={() => onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{message}</DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
            <Button appearance="primary" onClick={onStep}>
              {step}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
