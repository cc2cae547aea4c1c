import { useQuery } from '@tanstack/react-query';
import type { ModelVersion } from '../../../../../src/sdk/wire.ts';
import { TagList } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { VersionView } from '../../../parts/version/version-view.tsx';
import { usesQuery } from '../../endpoints/loader.ts';
import { Files } from './files.tsx';

export type ModelVersionViewProps = {
  readonly name: string;
  readonly versions: readonly ModelVersion[];
  readonly chosen: ModelVersion;
  readonly onChoose: (version: string) => void;
};

/** What is known of one version, where it is used, and its files. */
export function ModelVersionView({ name, versions, chosen, onChoose }: ModelVersionViewProps) {
  const uses = useQuery(usesQuery(chosen.id));
  return (
    <VersionView
      versions={versions.map((version) => version.name)}
      chosen={chosen.name}
      onChoose={onChoose}
      facts={factsOf(chosen)}
      reference={`azureml:${name}:${chosen.name}`}
      uses={uses}
    >
      <Files at={{ name, version: chosen.name }} />
    </VersionView>
  );
}

function factsOf({ properties, systemData }: ModelVersion) {
  return [
    { name: 'Type', value: properties.modelType ?? 'custom_model' },
    { name: 'Registered', value: <TimeStamp at={systemData?.createdAt} /> },
    { name: 'By', value: systemData?.createdBy ?? '–' },
    { name: 'Description', value: properties.description || '–' },
    { name: 'Tags', value: <TagList tags={properties.tags} /> },
  ];
}
