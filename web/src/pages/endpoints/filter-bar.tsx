import { Field, Input, makeStyles, SearchBox, Select } from '@fluentui/react-components';
import { useId } from 'react';
import type { Filter } from './filter.ts';
import { computeWords } from './words.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '8px 12px', alignItems: 'end' },
  name: { flex: '2 1 280px', maxWidth: '360px' },
  field: { minWidth: 0, width: '100%' },
  small: { flex: '1 1 130px', minWidth: 0, maxWidth: '220px' },
});

type FilterBarProps = {
  readonly filter: Filter;
  readonly set: { readonly [K in keyof Filter]: (value: string) => void };
  readonly tags: readonly string[];
};

/** Name, tag and kind of compute. */
export function FilterBar({ filter, set, tags }: FilterBarProps) {
  const styles = useStyles();
  const tagList = useId();
  return (
    <search className={styles.root}>
      <Field label="Name" className={styles.name}>
        <SearchBox
          value={filter.name}
          placeholder="Any part of the name"
          onChange={(_, { value }) => set.name(value)}
        />
      </Field>
      <Field label="Tag" className={styles.small}>
        <Input
          className={styles.field}
          value={filter.tag}
          placeholder="name=value"
          list={tagList}
          onChange={(_, { value }) => set.tag(value)}
        />
      </Field>
      <datalist id={tagList}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
      <Field label="Compute" className={styles.small}>
        <Select
          className={styles.field}
          value={filter.compute}
          onChange={(_, { value }) => set.compute(value)}
        >
          <option value="">All</option>
          {Object.entries(computeWords).map(([kind, word]) => (
            <option key={kind} value={kind}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
    </search>
  );
}
