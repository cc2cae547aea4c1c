import type { CommandSpec, OptionSpec } from '../../../parse/spec.ts';
import { resourceGroup } from '../../options.ts';
import { resourceOptions } from '../resource-options.ts';

const resource: readonly OptionSpec[] = [
  ...resourceOptions(true, 'Id of the endpoint or deployment, or its name.'),
  resourceGroup,
];

const namespace: OptionSpec = {
  names: ['namespace'],
  kind: 'value',
  help: "Namespace of the metrics: the resource's type.",
};

/** `az monitor metrics …` */
export const commands: readonly CommandSpec[] = [
  {
    words: ['monitor', 'metrics', 'list'],
    summary: 'List the values of metrics of an endpoint or a deployment.',
    options: [
      ...resource,
      {
        names: ['metrics', 'metric'],
        kind: 'multi',
        help: 'Names of metrics; the first one there is unless given.',
      },
      {
        names: ['aggregation'],
        kind: 'multi',
        choices: ['Average', 'Count', 'Maximum', 'Minimum', 'None', 'Total'],
        help: "What is said of an interval; each metric's own unless given.",
      },
      {
        names: ['interval'],
        kind: 'value',
        fallback: '1m',
        help: 'Length of an interval: 1m, 1h30m, or PT1M.',
      },
      {
        names: ['start-time'],
        kind: 'value',
        help: 'Where it begins, ISO 8601; UTC unless it says otherwise.',
      },
      { names: ['end-time'], kind: 'value', fallback: 'now', help: 'Where it ends.' },
      {
        names: ['offset'],
        kind: 'value',
        fallback: '1h',
        help: 'How far from the one time to the other: 1d2h30m.',
      },
      {
        names: ['dimension'],
        kind: 'multi',
        help: 'Dimensions to tell apart; excludes --filter.',
      },
      {
        names: ['filter'],
        kind: 'value',
        help: "Which values of dimensions, told apart: deployment eq 'blue' or deployment eq '*'.",
      },
      { names: ['metadata'], kind: 'flag', help: 'The values of the dimensions instead of numbers.' },
      namespace,
      { names: ['orderby'], kind: 'value', help: 'Order of the series: AGGREGATION asc or desc.' },
      { names: ['top'], kind: 'int', fallback: '10', help: 'How many series of a metric at most.' },
    ],
    examples: [
      {
        what: 'Requests by deployment and minute in the last hour',
        line: 'monitor metrics list --resource ID --metric RequestsPerMinute --dimension deployment --aggregation Total',
      },
      {
        what: 'CPU in the last day by the hour',
        line: 'monitor metrics list --resource ID --metric CpuUtilizationPercentage --offset 1d --interval PT1H',
      },
    ],
    load: () => import('./list.ts'),
  },
  {
    words: ['monitor', 'metrics', 'list-definitions'],
    summary: 'List the metrics that an endpoint or a deployment has.',
    options: [...resource, namespace],
    examples: [
      { what: 'Their names', line: "monitor metrics list-definitions --resource ID --query '[].name.value'" },
    ],
    load: () => import('./list-definitions.ts'),
  },
];
