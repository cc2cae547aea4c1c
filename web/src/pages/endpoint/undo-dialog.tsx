/** Puts back the traffic from before its last change, after showing what that is. */
import { Dialog, DialogSurface } from '@fluentui/react-components';
import { useState } from 'react';
import { Applied } from './traffic/applied.tsx';
import type { Applied as Change } from './traffic/handle.ts';
import { UndoForm } from './undo-form.tsx';

type UndoDialogProps = { readonly endpoint: string; readonly onClose: () => void };

/** Open as long as it is there. */
export function UndoDialog({ endpoint, onClose }: UndoDialogProps) {
  const [applied, setApplied] = useState<Change>();
  return (
    // A click beside it would throw away what was typed.
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && onClose()}>
      <DialogSurface>
        {applied === undefined ? (
          <UndoForm endpoint={endpoint} onApplied={setApplied} onClose={onClose} />
        ) : (
          <Applied
            title="The last change is undone"
            applied={applied}
            onUndo={() => setApplied(undefined)}
            onClose={onClose}
          />
        )}
      </DialogSurface>
    </Dialog>
  );
}
