/** The body of the request, with a check of its JSON. */
import { Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useDeferredValue, useMemo, useRef } from 'react';
import { sizeText } from './answer.ts';
import { isJson, type RequestDraft } from './draft.ts';
import { InputTools } from './input-tools.tsx';
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
  const flaw = useFlaw(draft);
  const { file } = draft;
  const goTo = ({ at }: JsonFlaw): void => {
    area.current?.focus();
    area.current?.setSelectionRange(at, at + 1);
  };
  return (
    <>
      {file === undefined ? (
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
        <div>{`The input is the file ${file.name}, ${sizeText(file.size)}.`}</div>
      )}
      <InputTools
        endpoint={endpoint}
        deployment={deployment}
        draft={draft}
        flaw={flaw}
        onChange={onChange}
        onGoTo={goTo}
      />
    </>
  );
}

/** Looked for when there is time: typing in a long text goes before. */
function useFlaw(draft: RequestDraft): JsonFlaw | undefined {
  const later = useDeferredValue(draft);
  return useMemo(() => (isJson(later) ? jsonFlaw(later.text) : undefined), [later]);
}
