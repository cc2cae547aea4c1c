import { Combobox, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { asProblem } from '../../parts/problem.ts';

export type Choice = { readonly value: string; readonly text: string; readonly more?: string | undefined };

export type SearchPickProps = {
  readonly label: string;
  readonly hint?: string;
  /** Undefined while they are being read. */
  readonly choices: readonly Choice[] | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: string | undefined;
  /** Said where there is nothing to choose from. */
  readonly none: string;
};

/** More than this nobody reads: typing finds the others. */
const mostShown = 100;

/** The list covers some of the page, not all of it. */
const listbox = { style: { maxHeight: '280px' } };

/** One of many, found by typing a part of its name. */
export function SearchPick({ label, hint, choices, value, onChange, problem, none }: SearchPickProps) {
  const [typed, setTyped] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const chosen = choices?.find((choice) => choice.value === value);
  const wanted = (typed ?? '').trim().toLowerCase();
  const found = (choices ?? []).filter(({ text, more = '' }) =>
    `${text} ${more}`.toLowerCase().includes(wanted),
  );
  return (
    <Field label={label} hint={choices?.length === 0 ? none : hint} required {...asProblem(problem)}>
      <Combobox
        listbox={listbox}
        placeholder={choices === undefined ? 'Looking …' : 'Type to search'}
        value={typed ?? chosen?.text ?? value}
        selectedOptions={value === '' ? [] : [value]}
        open={isOpen}
        onOpenChange={(_, { open }) => setOpen(open)}
        // By itself it opens for keys and clicks, not for what is pasted.
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setOpen(true);
        }}
        onOptionSelect={(_, { optionValue }) => {
          setTyped(undefined);
          if (optionValue !== undefined) onChange(optionValue);
        }}
        // What was typed and not chosen is nothing: what is chosen is shown again.
        onBlur={() => setTyped(undefined)}
      >
        {found.slice(0, mostShown).map(({ value: one, text, more }) => (
          <Option key={one} value={one} text={text}>
            {more === undefined ? text : `${text} – ${more}`}
          </Option>
        ))}
        {found.length === 0 && (
          <Option value="" text="" disabled>
            {choices === undefined ? 'Looking …' : 'Nothing has this in its name'}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
