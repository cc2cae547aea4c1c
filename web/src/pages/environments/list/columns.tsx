import type { Container } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import type { Column } from '../../../parts/table/column.ts';
import { assetColumns, nameColumn } from '../../../parts/version/columns.tsx';

export const ownColumns = [nameColumn(paths.environment), ...assetColumns];

export const curatedColumns: readonly Column<Container>[] = [
  nameColumn((name) => paths.environment(name, undefined, 'curated')),
  {
    id: 'description',
    title: 'Description',
    width: 'minmax(160px, 3fr)',
    from: 560,
    cell: ({ properties }) => properties.description ?? '–',
  },
];
