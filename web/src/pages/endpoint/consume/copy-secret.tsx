import { Button } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { useEffect, useState } from 'react';
import { copied } from '../../../parts/clipboard.ts';
import { Tip } from '../../../parts/tip.tsx';

const shownMs = 2000;

type CopySecretProps = {
  readonly what: string;
  /** Asks for it only now. */
  readonly load: () => Promise<string>;
};

/** Copies what is not on the page, without showing it. */
export function CopySecret({ what, load }: CopySecretProps) {
  const [outcome, setOutcome] = useState<
    'Copied' | 'The browser does not let pages copy' | 'It could not be read'
  >();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      setOutcome((await copied(await load())) ? 'Copied' : 'The browser does not let pages copy');
    } catch {
      setOutcome('It could not be read');
    }
  };
  return (
    <>
      <Tip content={outcome ?? `Copy ${what}`} is="label">
        <Button
          appearance="subtle"
          icon={outcome === 'Copied' ? <Checkmark20Regular /> : <Copy20Regular />}
          onClick={() => void copy()}
        />
      </Tip>
      <span role="status" className="studio-unseen">
        {outcome ?? ''}
      </span>
    </>
  );
}
