import { Field, makeStyles, Select } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ModelVersion } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Section } from '../../../parts/section.tsx';
import { TagList } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { Uses } from '../../../parts/uses.tsx';
import { allDeploymentsQuery } from '../../endpoints/loader.ts';
import { Files } from './files.tsx';

export type VersionViewProps = {
  readonly name: string;
  readonly versions: readonly ModelVersion[];
  readonly chosen: ModelVersion;
  readonly onChoose: (version: string) => void;
};

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 380px), 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
  versions: { maxWidth: '280px' },
});

/** What is known of one version, where it is used, and its files. */
export function VersionView({ name, versions, chosen, onChoose }: VersionViewProps) {
  const styles = useStyles();
  const uses = useQuery({
    ...allDeploymentsQuery,
    select: (all) => all.filter(({ deployment }) => isSame(deployment.properties.model, chosen.id)),
  });
  return (
    <>
      <Field label="Version" className={styles.versions}>
        <Select value={chosen.name} onChange={(_, { value }) => onChoose(value)}>
          {versions.map((version) => (
            <option key={version.name} value={version.name}>
              {wordsOf(version, versions)}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles.root}>
        <Section title="Details">
          <Facts facts={factsOf(name, chosen)} />
        </Section>
        <Section title="Where it is used">
          <ErrorBar error={uses.error} onRetry={() => void uses.refetch()} />
          {!uses.isError && <Uses uses={uses.data} />}
        </Section>
      </div>
      <Files at={{ name, version: chosen.name }} />
    </>
  );
}

function factsOf(name: string, { name: version, properties, systemData }: ModelVersion) {
  const reference = `azureml:${name}:${version}`;
  return [
    { name: 'Type', value: properties.modelType ?? 'custom_model' },
    { name: 'Registered', value: <TimeStamp at={systemData?.createdAt} /> },
    { name: 'By', value: systemData?.createdBy ?? '–' },
    { name: 'Description', value: properties.description || '–' },
    { name: 'Tags', value: <TagList tags={properties.tags} /> },
    {
      name: 'In YAML',
      value: (
        <>
          {reference} <CopyButton text={reference} what="the reference" />
        </>
      ),
    },
  ];
}

function wordsOf({ name }: ModelVersion, versions: readonly ModelVersion[]): string {
  return versions[0]?.name === name ? `${name} (latest)` : name;
}

function isSame(used: string | null, id: string): boolean {
  return used?.toLowerCase() === id.toLowerCase();
}
