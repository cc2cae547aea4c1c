import { expect } from 'vitest';
import { type Chapter, json } from './row.ts';

const id = '"$(az ml online-endpoint show -n traps --query id -o tsv)"';
const pieces = '--resource-parent workspaces/default --resource-type onlineEndpoints -g teal';
const namespace = 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints';

/** `az monitor metrics`. */
export const monitorRows: Chapter = {
  title: 'monitor',
  rows: [
    {
      what: 'the last hour by minutes',
      line: `az monitor metrics list --resource ${id} --query "[interval, value[0].name.value, value[0].unit]"`,
      out: json(['PT1M', 'RequestsPerMinute', 'Count']),
    },
    {
      what: 'metrics by name, aggregations, interval and offset',
      line: `az monitor metrics list --resource ${id} --metric RequestsPerMinute RequestLatency_P99 --aggregation total average --interval 1h --offset 1d2h --query "value[].name.value"`,
      out: json(['RequestsPerMinute', 'RequestLatency_P99']),
    },
    {
      what: 'times, as old as they are, have no requests',
      line: `az monitor metrics list --resource ${id} --start-time 2020-01-01T00:00:00Z --end-time "2020-01-01 01:00:00 +00:00" --interval PT1H --aggregation Total --query "value[0].timeseries[0].data"`,
      out: json([{ timeStamp: '2020-01-01T00:00:00Z', total: 0 }]),
    },
    {
      what: 'a filter, its values, their order, and a namespace',
      line: `az monitor metrics list --resource ${id} --metrics RequestLatency --filter "deployment eq '*'" --metadata --top 5 --orderby "average desc" --namespace ${namespace} --query "value[0].unit" -o tsv`,
      out: 'Milliseconds\n',
    },
    {
      what: 'a name with the rest of its id in pieces',
      line: `az monitor metrics list --resource traps ${pieces} --resource-namespace Microsoft.MachineLearningServices --dimension deployment --query resourceregion`,
      out: '"local"\n',
    },
    {
      what: 'a metric that is not there',
      line: `az monitor metrics list --resource ${id} --metric Nope`,
      code: 1,
      err: 'Valid metrics: RequestsPerMinute',
    },
    { what: 'no resource', line: 'az monitor metrics list', code: 2, err: '--resource' },
    {
      what: 'a name alone',
      line: 'az monitor metrics list --resource traps',
      code: 2,
      err: '--resource-type',
    },
    {
      what: 'dimensions beside a filter',
      line: `az monitor metrics list --resource ${id} --dimension kind --filter "kind eq '*'"`,
      code: 2,
      err: 'mutually exclusive',
    },
    {
      what: 'what metrics there are',
      line: `az monitor metrics list-definitions --resource ${id} --namespace ${namespace} --query "[?unit=='Count'].name.value"`,
      out: json([
        'RequestsPerMinute',
        'DataCollectionEventsPerMinute',
        'DataCollectionErrorsPerMinute',
        'MirrorDropsPerMinute',
        'ConnectionsActive',
        'ThrottledRequestsPerMinute',
      ]),
    },
    {
      what: 'the same by name',
      line: `az monitor metrics list-definitions --resource traps ${pieces} --resource-namespace Microsoft.MachineLearningServices --query "[0].{name: name, unit: unit}"`,
      out: json({
        name: { localizedValue: 'Requests Per Minute', value: expect.stringContaining('Requests') },
        unit: 'Count',
      }),
    },
  ],
};
