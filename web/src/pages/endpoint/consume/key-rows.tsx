/** Both keys, hidden until somebody wants to see them. */
import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { Eye20Regular } from '@fluentui/react-icons/svg/eye';
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { CopySecret } from './copy-secret.tsx';
import type { Which } from './handle.ts';
import { keysQuery } from './loader.ts';

const RegenerateDialog = later(async () => (await import('./regenerate-dialog.tsx')).RegenerateDialog);

const members = { Primary: 'primaryKey', Secondary: 'secondaryKey' } as const;

const useStyles = makeStyles({
  rows: { display: 'flex', flexDirection: 'column', gap: '12px' },
  row: {
    display: 'grid',
    gridTemplateColumns: '8rem minmax(0, 34rem) auto',
    gap: '4px 8px',
    alignItems: 'center',
    '@media (max-width: 719px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  input: { minWidth: 0, fontFamily: tokens.fontFamilyMonospace, '& input': { fontFamily: 'inherit' } },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px' },
});

export function KeyRows({ endpoint }: { readonly endpoint: string }) {
  const styles = useStyles();
  const [replacing, setReplacing] = useState<Which>();
  const keys = useQuery(keysQuery(endpoint));
  return (
    <div className={styles.rows}>
      {(['Primary', 'Secondary'] as const).map((which) => (
        <KeyRow
          key={which}
          which={which}
          value={keys.data?.[members[which]]}
          onLoad={async () => (await keys.refetch({ throwOnError: true })).data?.[members[which]] ?? ''}
          onReplace={() => setReplacing(which)}
        />
      ))}
      <ErrorBar error={keys.error} />
      {replacing !== undefined && (
        <RegenerateDialog
          endpoint={endpoint}
          which={replacing}
          onDone={() => (keys.data === undefined ? undefined : keys.refetch())}
          onClose={() => setReplacing(undefined)}
        />
      )}
    </div>
  );
}

type KeyRowProps = {
  readonly which: Which;
  readonly value: string | undefined;
  readonly onLoad: () => Promise<string>;
  readonly onReplace: () => void;
};

function KeyRow({ which, value, onLoad, onReplace }: KeyRowProps) {
  const styles = useStyles();
  const [isShown, setShown] = useState(false);
  const name = `${which} key`;
  const show = async (): Promise<void> => {
    // What went wrong stands below both rows.
    if (value === undefined && (await onLoad().catch(() => undefined)) === undefined) return;
    setShown(!isShown);
  };
  return (
    <div className={styles.row}>
      <label htmlFor={which}>{name}</label>
      <Input
        id={which}
        className={styles.input}
        readOnly
        value={isShown ? (value ?? '') : '•'.repeat(43)}
        onFocus={(event) => isShown && event.target.select()}
      />
      <div className={styles.tools}>
        <Button
          appearance="subtle"
          icon={isShown ? <EyeOff20Regular /> : <Eye20Regular />}
          aria-label={`${isShown ? 'Hide' : 'Show'} the ${name.toLowerCase()}`}
          onClick={() => void show()}
        />
        <CopySecret what={`the ${name.toLowerCase()}`} load={async () => value ?? (await onLoad())} />
        <DialogButton size="small" aria-label={`Regenerate the ${name.toLowerCase()}`} onClick={onReplace}>
          Regenerate …
        </DialogButton>
      </div>
    </div>
  );
}
