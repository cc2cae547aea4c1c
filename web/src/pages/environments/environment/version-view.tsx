import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { EnvironmentVersion } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Section } from '../../../parts/section.tsx';
import { TagList } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { VersionView } from '../../../parts/version/version-view.tsx';
import { usesQuery } from '../../endpoints/loader.ts';
import { BuildSection } from './build-section.tsx';
import type { Source } from './loader.ts';

export type EnvironmentVersionViewProps = {
  readonly name: string;
  readonly source: Source;
  readonly versions: readonly EnvironmentVersion[];
  readonly chosen: EnvironmentVersion;
  readonly onChoose: (version: string) => void;
};

const useStyles = makeStyles({
  file: {
    margin: 0,
    overflowX: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
});

/** What is known of one version, where it is used, how its build went, and its conda file. */
export function EnvironmentVersionView(props: EnvironmentVersionViewProps) {
  const { name, source, versions, chosen, onChoose } = props;
  const styles = useStyles();
  const uses = useQuery(usesQuery(chosen.id));
  const { condaFile } = chosen.properties;
  return (
    <VersionView
      versions={versions.map((version) => version.name)}
      chosen={chosen.name}
      onChoose={onChoose}
      facts={factsOf(source, chosen)}
      reference={referenceOf(source, name, chosen.name)}
      uses={uses}
    >
      <BuildSection
        key={`${name} ${chosen.name}`}
        source={source}
        name={name}
        version={chosen.name}
        isUsed={(uses.data?.length ?? 0) > 0}
      />
      {condaFile && (
        <Section title="Conda file" actions={<CopyButton text={condaFile} what="the conda file" />}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled with the keyboard, too. */}
          <pre className={styles.file} tabIndex={0}>
            {condaFile}
          </pre>
        </Section>
      )}
    </VersionView>
  );
}

function referenceOf(source: Source, name: string, version: string): string {
  return source === 'own'
    ? `azureml:${name}:${version}`
    : `azureml://registries/azureml/environments/${name}/versions/${version}`;
}

function factsOf(source: Source, { properties, systemData }: EnvironmentVersion) {
  const facts = [{ name: 'Description', value: properties.description || '–' }];
  if (source === 'curated') return facts;
  return [
    ...facts,
    { name: 'Registered', value: <TimeStamp at={systemData?.createdAt} /> },
    { name: 'Image', value: properties.image || '–' },
    { name: 'Tags', value: <TagList tags={properties.tags} /> },
  ];
}
