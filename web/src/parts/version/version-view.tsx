import { Field, makeStyles, Select } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { FactList, type NamedFact } from '../facts.tsx';
import { Section } from '../section.tsx';
import { type FoundUses, UsesSection } from './uses.tsx';

export type VersionViewProps = {
  /** The names of all versions, the newest first. */
  readonly versions: readonly string[];
  readonly chosen: string;
  readonly onChoose: (version: string) => void;
  readonly facts: readonly NamedFact[];
  /** How a deployment's file names this version. */
  readonly reference: string;
  readonly uses: FoundUses;
  /** What this kind of asset has besides. */
  readonly children?: ReactNode;
};

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
  versions: { maxWidth: '280px' },
  reference: { display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
});

/** One version of a model or an environment: what is known of it, where it is used, and the way to the others. */
export function VersionView(props: VersionViewProps) {
  const { versions, chosen, onChoose, facts, reference, uses, children } = props;
  const styles = useStyles();
  const inYaml = (
    <span className={styles.reference}>
      <span className={styles.text}>{reference}</span> <CopyButton text={reference} what="the reference" />
    </span>
  );
  return (
    <>
      {versions.length > 1 && (
        <Field label="Version" className={styles.versions}>
          <Select value={chosen} onChange={(_, { value }) => onChoose(value)}>
            {versions.map((version, at) => (
              <option key={version} value={version}>
                {at === 0 ? `${version} (latest)` : version}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div className={styles.root}>
        <Section title="Details">
          <FactList
            facts={[{ name: 'Version', value: chosen }, ...facts, { name: 'In YAML', value: inYaml }]}
          />
        </Section>
        <UsesSection uses={uses} />
      </div>
      {children}
    </>
  );
}
