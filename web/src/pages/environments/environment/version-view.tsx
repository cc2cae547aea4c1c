import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { EnvironmentVersion } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Section } from '../../../parts/section.tsx';
import { TagList } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { Uses } from '../../../parts/uses.tsx';
import { allDeploymentsQuery } from '../../endpoints/loader.ts';
import type { Source } from './loader.ts';

export type VersionViewProps = {
  readonly name: string;
  readonly source: Source;
  readonly versions: readonly EnvironmentVersion[];
  readonly chosen: EnvironmentVersion;
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
  file: {
    margin: 0,
    overflowX: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
});

/** What is known of one version, where it is used, and its conda file. */
export function VersionView({ name, source, versions, chosen, onChoose }: VersionViewProps) {
  const styles = useStyles();
  const uses = useQuery({
    ...allDeploymentsQuery,
    select: (all) => all.filter(({ deployment }) => isUsed(deployment.properties.environmentId, chosen.id)),
  });
  const { condaFile } = chosen.properties;
  return (
    <>
      {versions.length > 1 && (
        <Field label="Version" className={styles.versions}>
          <Select value={chosen.name} onChange={(_, { value }) => onChoose(value)}>
            {versions.map((version) => (
              <option key={version.name} value={version.name}>
                {version.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <div className={styles.root}>
        <Section title="Details">
          <Facts facts={factsOf(name, source, chosen)} />
        </Section>
        <Section title="Where it is used">
          <ErrorBar error={uses.error} onRetry={() => void uses.refetch()} />
          {!uses.isError && <Uses uses={uses.data} />}
        </Section>
      </div>
      {condaFile && (
        <Section title="Conda file" actions={<CopyButton text={condaFile} what="the conda file" />}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled with the keyboard, too. */}
          <pre className={styles.file} tabIndex={0}>
            {condaFile}
          </pre>
        </Section>
      )}
    </>
  );
}

function factsOf(
  name: string,
  source: Source,
  { name: version, properties, systemData }: EnvironmentVersion,
) {
  const reference =
    source === 'own'
      ? `azureml:${name}:${version}`
      : `azureml://registries/azureml/environments/${name}/versions/${version}`;
  const facts = [
    { name: 'Version', value: version },
    { name: 'Description', value: properties.description || '–' },
    {
      name: 'In YAML',
      value: (
        <>
          {reference} <CopyButton text={reference} what="the reference" />
        </>
      ),
    },
  ];
  if (source === 'curated') return facts;
  return [
    ...facts,
    { name: 'Registered', value: <TimeStamp at={systemData?.createdAt} /> },
    { name: 'Image', value: properties.image || '–' },
    { name: 'Tags', value: <TagList tags={properties.tags} /> },
  ];
}

function isUsed(used: string | null, id: string): boolean {
  return used?.toLowerCase() === id.toLowerCase();
}
