import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { openResource } from './resource.ts';
import { isoPeriod, timespan } from './span.ts';

/** `az monitor metrics list`. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const dimensions = args.list('dimension');
  if (dimensions.length > 0 && args.has('filter')) {
    throw usage('usage error: --dimension and --filter are mutually exclusive');
  }
  const filter = dimensions.map((name) => `${name} eq '*'`).join(' and ');
  const asked = {
    start: args.text('start-time'),
    end: args.text('end-time'),
    offset: args.text('offset') ?? '1h',
  };
  const query = {
    names: args.has('metrics') ? args.list('metrics') : undefined,
    timespan: timespan(asked, Date.now()),
    interval: isoPeriod(args.text('interval') ?? '1m', '--interval'),
    aggregations: args.has('aggregation') ? args.list('aggregation') : undefined,
    filter: args.text('filter') ?? (filter === '' ? undefined : filter),
    top: args.number('top'),
    orderBy: args.text('orderby'),
    namespace: args.text('namespace'),
    resultType: args.flag('metadata') ? ('Metadata' as const) : undefined,
  };
  const { id, metrics } = await openResource(call);
  return metrics.list(id, query);
}
