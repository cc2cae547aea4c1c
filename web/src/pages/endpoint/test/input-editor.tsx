/** The body of the request, with a check of its JSON. */
import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useRef } from 'react';
import { pretty, sizeText } from './answer.ts';
import { isJson, type RequestDraft } from './draft.ts';
import { exampleFor } from './example-for.ts';
import { type JsonFlaw, jsonFlaw } from './json-flaw.ts';

const useStyles = makeStyles({
  editor: {
    fontFamily: tokens.fontFamilyMonospace,
    width: '100%',
    '& textarea': {
      minHeight: '16rem',
      maxHeight: '60vh',
      fontFamily: tokens.fontFamilyMonospace,
      tabSize: 2,
    },
  },
  tools: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  unseen: { display: 'none' },
});

type InputEditorProps = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly draft: RequestDraft;
  readonly onChange: (draft: RequestDraft) => void;
};

export function InputEditor({ endpoint, deployment, draft, onChange }: InputEditorProps) {
  const styles = useStyles();
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const example = useMutation({
    mutationFn: () => exampleFor(endpoint, deployment),
    onSuccess: (text) => onChange({ text, contentType: 'application/json', file: undefined }),
  });
  const flaw = useFlaw(draft);
  const goTo = ({ at }: JsonFlaw): void => {
    area.current?.focus();
    area.current?.setSelectionRange(at, at + 1);
  };
  const format = (): void => onChange({ ...draft, text: pretty(draft.text) ?? draft.text });
  const pick = (file: File | undefined): void => {
    if (file !== undefined)
      onChange({ ...draft, file, contentType: file.type || 'application/octet-stream' });
  };
  return (
    <>
      {draft.file === undefined ? (
        <Field
          label="Input"
          validationState={flaw === undefined ? 'none' : 'error'}
          validationMessage={flaw && `Line ${flaw.line}, column ${flaw.column}: ${flaw.message}`}
        >
          <Textarea
            ref={area}
            className={styles.editor}
            resize="vertical"
            spellCheck={false}
            autoComplete="off"
            value={draft.text}
            onChange={(_, { value }) => onChange({ ...draft, text: value })}
          />
        </Field>
      ) : (
        <Field label="Input">
          <div className={styles.tools}>
            <span>
              The file {draft.file.name}, {sizeText(draft.file.size)}
            </span>
            <Button size="small" onClick={() => onChange({ ...draft, file: undefined })}>
              Type instead
            </Button>
          </div>
        </Field>
      )}
      <div className={styles.tools}>
        {flaw !== undefined && (
          <Button size="small" onClick={() => goTo(flaw)}>
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
        <Button size="small" onClick={() => picker.current?.click()}>
          Send a file …
        </Button>
        <input
          ref={picker}
          type="file"
          className={styles.unseen}
          aria-label="File to send"
          onChange={(event) => {
            pick(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        {example.error !== null && <span role="status">{example.error.message}</span>}
      </div>
    </>
  );
}

/** Looked for when there is time: typing in a long text goes before. */
function useFlaw(draft: RequestDraft): JsonFlaw | undefined {
  const later = useDeferredValue(draft);
  return useMemo(() => (isJson(later) ? jsonFlaw(later.text) : undefined), [later]);
}
