/** The Update traffic dialog: form, then the moment of the change. */
import { Dialog, DialogSurface, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { UndoDialog } from '../undo-dialog.tsx';
import { Applied } from './applied.tsx';
import type { Applied as Change } from './handle.ts';
import { TrafficForm } from './traffic-form.tsx';

const useStyles = makeStyles({ surface: { maxWidth: 'min(46rem, 100vw)' } });

type TrafficDialogProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
  readonly onClose: () => void;
};

/** Open as long as it is there. */
export function TrafficDialog({ endpoint, deployments, onClose }: TrafficDialogProps) {
  const styles = useStyles();
  const [applied, setApplied] = useState<Change>();
  const [undoing, setUndoing] = useState(false);
  if (undoing) return <UndoDialog endpoint={endpoint.name} onClose={onClose} />;
  const undo = (): void => setUndoing(true);
  return (
    // A click beside it would throw away what was typed.
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface className={styles.surface}>
        {applied === undefined ? (
          <TrafficForm
            endpoint={endpoint}
            deployments={deployments}
            onApplied={setApplied}
            onUndo={undo}
            onClose={onClose}
          />
        ) : (
          <Applied
            title={`Traffic of ${endpoint.name} is updated`}
            applied={applied}
            onUndo={undo}
            onClose={onClose}
          />
        )}
      </DialogSurface>
    </Dialog>
  );
}
