import { SplitBar } from '../../parts/split-bar.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import type { Column } from '../../parts/table/column.ts';
import { ErrorsCell, RateCell } from './load-cells.tsx';
import { NameCell } from './name-cell.tsx';
import type { Row } from './row.ts';
import { authWords, computeWords } from './words.ts';

/** Of the list; the ones that matter less give way where there is less room. */
export const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(110px, 2fr)',
    order: ({ endpoint }) => endpoint.name,
    cell: ({ endpoint }) => <NameCell endpoint={endpoint} />,
  },
  {
    id: 'state',
    title: 'State',
    width: '132px',
    order: ({ endpoint }) => endpoint.properties.provisioningState,
    cell: ({ endpoint }) => <StateBadge state={endpoint.properties.provisioningState} />,
  },
  {
    id: 'split',
    title: 'Live traffic',
    width: 'minmax(140px, 2fr)',
    from: 480,
    cell: ({ endpoint }) => <SplitBar split={endpoint.properties.traffic} />,
  },
  {
    id: 'rate',
    title: 'Requests/s',
    width: '176px',
    from: 680,
    order: ({ load }) => load.rate,
    cell: ({ load }) => <RateCell load={load} />,
  },
  {
    id: 'errors',
    title: 'Errors',
    width: '124px',
    from: 800,
    order: ({ load }) => load.errors,
    cell: ({ load }) => <ErrorsCell load={load} />,
  },
  {
    id: 'auth',
    title: 'Authentication',
    width: '140px',
    from: 940,
    order: ({ endpoint }) => authWords[endpoint.properties.authMode],
    cell: ({ endpoint }) => authWords[endpoint.properties.authMode],
  },
  {
    id: 'compute',
    title: 'Compute',
    width: '110px',
    from: 1000,
    order: ({ endpoint }) => computeWords[endpoint.kind],
    cell: ({ endpoint }) => computeWords[endpoint.kind],
  },
];
