import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { reasonFlaw } from '../traffic/draft.ts';
import { ReasonField } from '../traffic/reason-field.tsx';
import { useRegenerate, type Which } from './handle.ts';

type RegenerateDialogProps = {
  readonly endpoint: string;
  readonly which: Which;
  readonly onDone: () => unknown;
  readonly onClose: () => void;
};

/** Open as long as it is there. */
export function RegenerateDialog({ endpoint, which, onDone, onClose }: RegenerateDialogProps) {
  const [reason, setReason] = useState('');
  const regenerate = useRegenerate(endpoint);
  const [one, other] = which === 'Primary' ? ['primary', 'secondary'] : ['secondary', 'primary'];
  return (
    <ConfirmDialog
      isOpen
      title={`Regenerate the ${one} key of ${endpoint}?`}
      verb="Regenerate"
      onClose={onClose}
      onConfirm={async () => {
        await regenerate.mutateAsync({ which, reason });
        await onDone();
      }}
    >
      <Text>
        Whoever sends the {one} key is locked out at once: their requests are answered with 401 until they
        have the new one. The {other} key goes on working, so let callers change to it first.
      </Text>
      <ReasonField reason={reason} flaw={reasonFlaw(reason)} onChange={setReason} />
    </ConfirmDialog>
  );
}
