import type { Container } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import { TextLink } from '../../../parts/link.tsx';
import type { Column } from '../../../parts/table/column.ts';
import { TagList, tagsInWords } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';

const name: Column<Container> = {
  id: 'name',
  title: 'Name',
  width: 'minmax(180px, 2fr)',
  order: (environment) => environment.name,
  cell: (environment) => <TextLink to={paths.environment(environment.name)}>{environment.name}</TextLink>,
};

const version: Column<Container> = {
  id: 'version',
  title: 'Latest version',
  width: '130px',
  order: ({ properties }) => properties.latestVersion ?? '',
  cell: ({ properties }) => properties.latestVersion ?? '–',
};

export const ownColumns: readonly Column<Container>[] = [
  name,
  version,
  {
    id: 'created',
    title: 'First registered',
    width: '170px',
    from: 560,
    order: ({ systemData }) => systemData?.createdAt ?? '',
    cell: ({ systemData }) => <TimeStamp at={systemData?.createdAt} />,
  },
  {
    id: 'tags',
    title: 'Tags',
    width: 'minmax(120px, 2fr)',
    from: 760,
    order: ({ properties }) => tagsInWords(properties.tags),
    cell: ({ properties }) => <TagList tags={properties.tags} />,
  },
];

export const curatedColumns: readonly Column<Container>[] = [
  {
    ...name,
    cell: (environment) => (
      <TextLink to={paths.environment(environment.name, undefined, 'curated')}>{environment.name}</TextLink>
    ),
  },
  {
    id: 'description',
    title: 'Description',
    width: 'minmax(160px, 3fr)',
    from: 560,
    cell: ({ properties }) => properties.description ?? '–',
  },
];
