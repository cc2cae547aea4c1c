import type { Container } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import { TextLink } from '../../../parts/link.tsx';
import type { Column } from '../../../parts/table/column.ts';
import { TagList, tagsInWords } from '../../../parts/tag-list.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';

export const columns: readonly Column<Container>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(140px, 2fr)',
    order: ({ name }) => name,
    cell: ({ name }) => <TextLink to={paths.model(name)}>{name}</TextLink>,
  },
  {
    id: 'version',
    title: 'Latest version',
    width: '130px',
    order: ({ properties }) => properties.latestVersion ?? '',
    cell: ({ properties }) => properties.latestVersion ?? '–',
  },
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
