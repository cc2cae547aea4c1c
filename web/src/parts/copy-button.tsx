import { Button } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { useEffect, useState } from 'react';
import { copied } from './clipboard.ts';
import { Tip } from './tip.tsx';

const shownMs = 2000;

export type CopyButtonProps = {
  readonly text: string;
  /** For the label: "Copy the key". */
  readonly what: string;
};

/** Copies, and says that it did. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const label = { copied: 'Copied', refused: 'The browser does not let pages copy' }[outcome ?? 'copied'];
  return (
    <>
      <Tip content={outcome === undefined ? `Copy ${what}` : label} is="label">
        <Button
          appearance="subtle"
          icon={outcome === 'copied' ? <Checkmark20Regular /> : <Copy20Regular />}
          onClick={async () => setOutcome((await copied(text)) ? 'copied' : 'refused')}
        />
      </Tip>
      <span role="status" className="studio-unseen">
        {outcome === undefined ? '' : label}
      </span>
    </>
  );
}
