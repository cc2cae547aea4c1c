import type { Container } from '../../../../src/sdk/wire.ts';
import type { Place } from '../../app/paths.ts';
import { TextLink } from '../link.tsx';
import type { Column } from '../table/column.ts';
import { TagList, tagsInWords } from '../tag-list.tsx';
import { TimeStamp } from '../time-stamp.tsx';

/** The name, which leads to the asset's page. */
export function nameColumn(place: (name: string) => Place): Column<Container> {
  return {
    id: 'name',
    title: 'Name',
    width: 'minmax(160px, 2fr)',
    order: ({ name }) => name,
    cell: ({ name }) => <TextLink to={place(name)}>{name}</TextLink>,
  };
}

/** What lists of models and of environments show of each besides its name. */
export const assetColumns: readonly Column<Container>[] = [
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
