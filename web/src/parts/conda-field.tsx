import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { asProblem } from './problem.ts';

export type CondaFieldProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly problem?: string | undefined;
};

/** A conda file has lines, not megabytes: anything larger was picked by mistake. */
const mostBytes = 256 * 1024;

const example = `name: model-env
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
      - scikit-learn==1.5.1`;

const useStyles = makeStyles({
  text: { '& textarea': { minHeight: '220px', fontFamily: tokens.fontFamilyMonospace } },
  pick: { alignSelf: 'start' },
  hidden: { display: 'none' },
});

/** A conda file, pasted or picked. */
export function CondaField({ value, onChange, problem }: CondaFieldProps) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string>();
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setTrouble(file.size > mostBytes ? `${file.name} is too large for a conda file.` : undefined);
    if (file.size <= mostBytes) onChange(await file.text());
  };
  return (
    <>
      <Field
        label="Conda file"
        required
        hint="Paste it, or pick the file. Packages are installed from PyPI unless conda is asked for."
        {...asProblem(trouble ?? problem)}
      >
        <Textarea
          className={styles.text}
          value={value}
          placeholder={example}
          resize="vertical"
          spellCheck={false}
          onChange={(_, { value: text }) => onChange(text)}
        />
      </Field>
      <Button className={styles.pick} onClick={() => input.current?.click()}>
        Pick a conda file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".yml,.yaml"
        className={styles.hidden}
        aria-label="Conda file to read"
        tabIndex={-1}
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = '';
        }}
      />
    </>
  );
}
