/** What helps with an input: an example, line ends, a file instead. */
import { Button, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { pretty } from './answer.ts';
import { isJson, json, type RequestDraft } from './draft.ts';
import { exampleFor } from './example-for.ts';
import type { JsonFlaw } from './json-flaw.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  unseen: { display: 'none' },
});

type InputToolsProps = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly draft: RequestDraft;
  readonly flaw: JsonFlaw | undefined;
  readonly onChange: (draft: RequestDraft) => void;
  readonly onGoTo: (flaw: JsonFlaw) => void;
};

export function InputTools({ endpoint, deployment, draft, flaw, onChange, onGoTo }: InputToolsProps) {
  const styles = useStyles();
  const example = useMutation({
    mutationFn: () => exampleFor(endpoint, deployment),
    onSuccess: (text) => onChange({ text, contentType: json, file: undefined }),
  });
  const format = (): void => onChange({ ...draft, text: pretty(draft.text) ?? draft.text });
  return (
    <div className={styles.root}>
      {flaw !== undefined && (
        <Button size="small" onClick={() => onGoTo(flaw)}>
          Go to the error
        </Button>
      )}
      <Button size="small" disabledFocusable={example.isPending} onClick={() => example.mutate()}>
        Insert an example
      </Button>
      {isJson(draft) && (
        <Button size="small" disabledFocusable={flaw !== undefined} onClick={format}>
          Format
        </Button>
      )}
      {draft.file === undefined ? (
        <FilePicker
          onPick={(file) =>
            onChange({ ...draft, file, contentType: file.type || 'application/octet-stream' })
          }
        />
      ) : (
        <Button size="small" onClick={() => onChange({ ...draft, file: undefined, contentType: json })}>
          Type instead
        </Button>
      )}
      {example.error !== null && <span role="status">{example.error.message}</span>}
    </div>
  );
}

function FilePicker({ onPick }: { readonly onPick: (file: File) => void }) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => picker.current?.click()}>
        Send a file …
      </Button>
      <input
        ref={picker}
        type="file"
        className={styles.unseen}
        aria-label="File to send"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // Choosing the same file again is a choice, too.
          target.value = '';
          if (file !== undefined) onPick(file);
        }}
      />
    </>
  );
}
