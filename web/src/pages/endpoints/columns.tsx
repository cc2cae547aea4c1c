import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { paths } from '../../app/paths.ts';
import { TextLink } from '../../parts/link.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import type { Column } from '../../parts/table/column.ts';
import { authWords, computeWords } from './words.ts';

export const columns: readonly Column<EndpointResource>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(120px, 2fr)',
    order: ({ name }) => name,
    cell: ({ name }) => <TextLink to={paths.endpoint(name)}>{name}</TextLink>,
  },
  {
    id: 'state',
    title: 'State',
    width: '132px',
    order: ({ properties }) => properties.provisioningState,
    cell: ({ properties }) => <StateBadge state={properties.provisioningState} />,
  },
  {
    id: 'split',
    title: 'Live traffic',
    width: 'minmax(140px, 2fr)',
    from: 480,
    cell: ({ properties }) => <SplitBar split={properties.traffic} />,
  },
  {
    id: 'auth',
    title: 'Authentication',
    width: '140px',
    from: 900,
    order: ({ properties }) => authWords[properties.authMode],
    cell: ({ properties }) => authWords[properties.authMode],
  },
  {
    id: 'compute',
    title: 'Compute',
    width: '120px',
    from: 900,
    order: ({ kind }) => computeWords[kind],
    cell: ({ kind }) => computeWords[kind],
  },
];
