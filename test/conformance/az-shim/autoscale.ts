import { expect } from 'vitest';
import { type Chapter, json } from './row.ts';

const id = '"$(az ml online-deployment show -n blue -e traps --query id -o tsv)"';
const endpointId = `"$(az ml online-endpoint show -n traps --query 'properties."azureml.onlineendpointid"' -o tsv)"`;
const recorded = { scaleMode: 'Disabled' };
const capacity = (minimum: number, maximum: number, fallback: number) => ({
  default: String(fallback),
  maximum: String(maximum),
  minimum: String(minimum),
});
const trigger = {
  dimensions: [],
  dividePerInstance: false,
  metricName: 'CpuUtilizationPercentage',
  metricResourceUri: expect.stringMatching(/\/deployments\/blue$/),
  operator: 'GreaterThan',
  statistic: 'Average',
  threshold: 70,
  timeAggregation: 'Average',
  timeGrain: 'PT1M',
  timeWindow: 'PT5M',
};
const names = `--query "profiles[].name"`;

/** `az monitor autoscale`, in the order of Azure's guide; the setting is switched off but for a moment. */
export const autoscaleRows: Chapter = {
  title: 'monitor autoscale',
  rows: [
    {
      what: 'create: exactly so many, switched off',
      line: `az monitor autoscale create --resource ${id} -n as --count 1 --disabled`,
      out: json({
        enabled: false,
        id: expect.stringMatching(
          /\/resourceGroups\/teal\/providers\/Microsoft.Insights\/autoscaleSettings\/as$/,
        ),
        location: 'local',
        name: 'as',
        notifications: [
          {
            email: {
              customEmails: [],
              sendToSubscriptionAdministrator: false,
              sendToSubscriptionCoAdministrators: false,
            },
            operation: 'Scale',
            webhooks: [],
          },
        ],
        predictiveAutoscalePolicy: recorded,
        profiles: [{ capacity: capacity(1, 1, 1), name: 'default', rules: [] }],
        resourceGroup: 'teal',
        systemData: expect.objectContaining({ createdByType: 'User' }),
        tags: {},
        targetResourceUri: expect.stringMatching(/\/deployments\/blue$/),
        type: 'Microsoft.Insights/autoscaleSettings',
      }),
    },
    {
      what: 'create again with everything, by a name in pieces: what is not fixed asks for rules',
      line: `az monitor autoscale create --resource blue --resource-parent workspaces/default/onlineEndpoints/traps --resource-type deployments --resource-namespace Microsoft.MachineLearningServices -g teal --name as --count 1 --min-count 1 --max-count 3 --disabled true -l here --tags a=b --action email a@example.com --action webhook https://h.example k=v --email-administrator --email-coadministrators true --query "[location, tags.a, notifications[0].email.customEmails[0], notifications[0].webhooks[0].properties.k, notifications[0].email.sendToSubscriptionAdministrator]"`,
      out: json(['here', 'b', 'a@example.com', 'v', true]),
      err: 'Follow up with `az monitor autoscale rule create`',
    },
    {
      what: 'a second setting for the same deployment',
      line: `az monitor autoscale create --resource ${id} -n other --count 1`,
      code: 1,
      err: "governed by the autoscale setting 'as' already",
    },
    {
      what: 'limits that cannot be',
      line: `az monitor autoscale create --resource ${id} -n as --count 5 --max-count 3`,
      code: 1,
      err: 'minimum 5, more than its maximum 3',
    },
    {
      what: 'something that is no deployment',
      line: `az monitor autoscale create --resource /subscriptions/x/y -n as --count 1`,
      code: 1,
      err: "properties.targetResourceUri is '/subscriptions/x/y'",
    },
    { what: 'no count', line: `az monitor autoscale create --resource ${id}`, code: 2, err: '--count' },
    {
      what: 'a rule out, as in the guide',
      line: `az monitor autoscale rule create --autoscale-name as --condition "CpuUtilizationPercentage > 70 avg 5m" --scale out 2`,
      out: json({
        metricTrigger: trigger,
        scaleAction: { cooldown: 'PT5M', direction: 'Increase', type: 'ChangeCount', value: '2' },
      }),
      err: 'rules to scale out but none to scale in',
    },
    {
      what: 'a rule in, with words apart, a cooldown, a grain and a profile',
      line: `az monitor autoscale rule create --autoscale-name as --profile-name default --condition CpuUtilizationPercentage '<' 25 avg 10m --scale in 20% --cooldown 7 --timegrain max 2m --query "[metricTrigger.statistic, metricTrigger.timeGrain, scaleAction.type, scaleAction.cooldown]"`,
      out: json(['Max', 'PT2M', 'PercentChangeCount', 'PT7M']),
    },
    {
      what: "a rule on the endpoint's latency, whose id is in lower case",
      line: `az monitor autoscale rule create --autoscale-name as --condition "RequestLatency > 70 avg 5m where deployment == blue" --scale to 3 --resource ${endpointId} --query "[metricTrigger.dimensions[0].Values[0], scaleAction.direction]"`,
      out: json(['blue', 'None']),
    },
    {
      what: 'the same by a name in pieces',
      line: `az monitor autoscale rule create --autoscale-name as --condition "RequestsPerMinute >= 1000 max 5m" --scale out 1 --resource traps --resource-parent workspaces/default --resource-type onlineEndpoints --resource-namespace Microsoft.MachineLearningServices --query metricTrigger.operator`,
      out: '"GreaterThanOrEqual"\n',
    },
    {
      what: 'a condition that cannot be parsed',
      line: `az monitor autoscale rule create --autoscale-name as --condition "CpuUtilizationPercentage much" --scale out 1`,
      code: 2,
      err: "The condition is 'CpuUtilizationPercentage much'",
    },
    {
      what: 'a scale that cannot be parsed',
      line: `az monitor autoscale rule create --autoscale-name as --condition "CpuUtilizationPercentage > 70 avg 5m" --scale up 1`,
      code: 2,
      err: "The scale is 'up 1'",
    },
    {
      what: 'a metric that is not there',
      line: `az monitor autoscale rule create --autoscale-name as --condition "Percentage CPU > 70 avg 5m" --scale out 1`,
      code: 1,
      err: "metricName is 'Percentage CPU', which a deployment does not have; it must be one of CpuUtilizationPercentage",
    },
    {
      what: 'a rule that fights another',
      line: `az monitor autoscale rule create --autoscale-name as --condition "CpuUtilizationPercentage < 80 avg 5m" --scale in 1`,
      code: 1,
      err: 'rules that fight',
    },
    {
      what: 'the rules with their places',
      line: `az monitor autoscale rule list --autoscale-name as --profile-name default --query "[].index"`,
      out: json([0, 1, 2, 3]),
    },
    {
      what: 'deleting some',
      line: `az monitor autoscale rule delete --autoscale-name as --profile-name default --index 2 3; az monitor autoscale rule list --autoscale-name as --query "[].scaleAction.direction"`,
      out: json(['Increase', 'Decrease']),
    },
    {
      what: 'deleting one that is not there',
      line: `az monitor autoscale rule delete --autoscale-name as --index 9`,
      code: 1,
      err: 'There is no rule 9',
    },
    {
      what: 'a profile for weekends, as in the guide: its end is a twin of the default',
      line: `az monitor autoscale profile create --name weekend-profile --autoscale-name as --min-count 2 --count 2 --max-count 2 --recurrence week sat sun --timezone "Pacific Standard Time"`,
      out: json({
        capacity: capacity(2, 2, 2),
        name: 'weekend-profile',
        recurrence: {
          frequency: 'Week',
          schedule: {
            days: ['Saturday', 'Sunday'],
            hours: [0],
            minutes: [0],
            timeZone: 'Pacific Standard Time',
          },
        },
        rules: [],
      }),
    },
    {
      what: 'which shows',
      line: `az monitor autoscale show -n as ${names}`,
      out: json(['default', 'weekend-profile', '{"name":"default","for":"weekend-profile"}']),
    },
    {
      what: 'one from a date to another, with the rules of another',
      line: `az monitor autoscale profile create -n holidays --autoscale-name as --count 1 --timezone Europe/Berlin --start 2030-12-24T00:00:00 --end 2030-12-27 --copy-rules default --query "[fixedDate.timeZone, length(rules)]"`,
      out: json(['Europe/Berlin', 2]),
    },
    {
      what: 'one by the hour',
      line: `az monitor autoscale profile create -n mornings --autoscale-name as --count 1 --timezone utc -r week mo --start 06:30 --end 11:00 --query recurrence.schedule.[hours,minutes]`,
      out: json([[6], [30]]),
    },
    {
      what: 'without a schedule',
      line: `az monitor autoscale profile create -n p --autoscale-name as --count 1 --timezone UTC`,
      code: 2,
      err: '--start DATETIME --end DATETIME',
    },
    {
      what: 'a day that is none',
      line: `az monitor autoscale profile create -n p --autoscale-name as --count 1 --timezone UTC --recurrence week s`,
      code: 2,
      err: "'s' is no day of the week",
    },
    {
      what: 'a time zone that is none',
      line: `az monitor autoscale profile create -n p --autoscale-name as --count 1 --timezone Mars --recurrence week sat`,
      code: 2,
      err: "'Mars'; it must be a time zone",
    },
    {
      what: 'all profiles, and one',
      line: `az monitor autoscale profile list --autoscale-name as --query "length(@)"; az monitor autoscale profile show --autoscale-name as -n mornings --query name`,
      out: '6\n"mornings"\n',
    },
    {
      what: 'copying rules between profiles',
      line: `az monitor autoscale rule copy --autoscale-name as --source-schedule default --dest-schedule mornings --index '*'; az monitor autoscale rule list --autoscale-name as --profile-name mornings --query "length(@)"`,
      out: '2\n',
    },
    {
      what: 'deleting a profile takes its twin along',
      line: `az monitor autoscale profile delete --autoscale-name as -n mornings; az monitor autoscale show --name as ${names} -o tsv`,
      out: 'default\nweekend-profile\n{"name":"default","for":"weekend-profile"}\nholidays\n',
    },
    {
      what: 'the names of time zones',
      line: `az monitor autoscale profile list-timezones -q pacific --offset=-08:00 --query "[].name" -o tsv`,
      out: 'Pacific Standard Time (Mexico)\nPacific Standard Time\n',
    },
    {
      what: 'switching it on and off, as in the guide',
      line: `az monitor autoscale update --autoscale-name as --enabled true --query enabled; az monitor autoscale update --autoscale-name as --enabled false --query enabled`,
      out: 'true\nfalse\n',
    },
    {
      what: 'counts of the default profile and its twins; tags; whom to tell',
      line: `az monitor autoscale update -n as --count 2 --min-count 1 --max-count 4 --tags c=d -a email b@example.com -r webhook https://h.example --email-administrator false --email-coadministrators false --query "[profiles[].capacity.maximum, tags, notifications[0].email.customEmails, notifications[0].webhooks]"`,
      out: json([['4', '2', '4', '1'], { c: 'd' }, ['a@example.com', 'b@example.com'], []]),
    },
    {
      what: 'anything by its path',
      line: `az monitor autoscale update -n as --set tags.e=1 --add notifications[0].email.customEmails c@example.com --remove tags.c --force-string --query "[tags, length(notifications[0].email.customEmails)]"`,
      out: json([{ e: '1' }, 3]),
    },
    {
      what: 'all settings',
      line: `az monitor autoscale list -g teal --query "[].name"`,
      out: json(['as']),
    },
    {
      what: 'one that is not there',
      line: `az monitor autoscale show -n none`,
      code: 3,
      err: "'none' was not found",
    },
    {
      what: 'deleting it, and once more',
      line: `az monitor autoscale delete -n as; az monitor autoscale delete --name as; az monitor autoscale list`,
      out: '[]\n',
    },
  ],
};
