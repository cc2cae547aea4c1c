import Type, { type Static } from 'typebox';
import { closed, strings } from '../parts-of-bodies.ts';

/** Azure writes counts as texts; numbers are understood. */
const count = Type.Union([Type.String(), Type.Integer()]);

const schedule = Type.Object(
  {
    timeZone: Type.String(),
    days: Type.Array(Type.String()),
    hours: Type.Array(Type.Integer({ minimum: 0, maximum: 23 })),
    minutes: Type.Array(Type.Integer({ minimum: 0, maximum: 59 })),
  },
  closed,
);

const dimension = Type.Object(
  { DimensionName: Type.String(), Operator: Type.String(), Values: Type.Array(Type.String()) },
  closed,
);

const metricTrigger = Type.Object(
  {
    metricName: Type.String(),
    metricNamespace: Type.Optional(Type.String()),
    metricResourceUri: Type.String(),
    metricResourceLocation: Type.Optional(Type.String()),
    timeGrain: Type.String(),
    statistic: Type.String(),
    timeWindow: Type.String(),
    timeAggregation: Type.String(),
    operator: Type.String(),
    threshold: Type.Number(),
    dimensions: Type.Optional(Type.Array(dimension)),
    dividePerInstance: Type.Optional(Type.Boolean()),
  },
  closed,
);

const scaleAction = Type.Object(
  {
    direction: Type.String(),
    type: Type.String(),
    value: Type.Optional(count),
    cooldown: Type.String(),
  },
  closed,
);

const rule = Type.Object({ metricTrigger, scaleAction }, closed);

const profile = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    capacity: Type.Object({ minimum: count, maximum: count, default: count }, closed),
    rules: Type.Array(rule, { maxItems: 10 }),
    fixedDate: Type.Optional(
      Type.Object(
        { timeZone: Type.Optional(Type.String()), start: Type.String(), end: Type.String() },
        closed,
      ),
    ),
    recurrence: Type.Optional(Type.Object({ frequency: Type.String(), schedule }, closed)),
  },
  closed,
);

const notification = Type.Object(
  {
    operation: Type.Optional(Type.String()),
    email: Type.Optional(
      Type.Object(
        {
          sendToSubscriptionAdministrator: Type.Optional(Type.Boolean()),
          sendToSubscriptionCoAdministrators: Type.Optional(Type.Boolean()),
          customEmails: Type.Optional(Type.Array(Type.String())),
        },
        closed,
      ),
    ),
    webhooks: Type.Optional(
      Type.Array(
        Type.Object({ serviceUri: Type.Optional(Type.String()), properties: Type.Optional(strings) }, closed),
      ),
    ),
  },
  closed,
);

/** Body of PUT Microsoft.Insights/autoscaleSettings/{name} (Azure Monitor REST, 2015-04-01 to 2022-10-01). */
export const AutoscaleBody = Type.Object(
  {
    location: Type.Optional(Type.String()),
    tags: Type.Optional(strings),
    properties: Type.Object(
      {
        name: Type.Optional(Type.String()),
        enabled: Type.Optional(Type.Boolean()),
        targetResourceUri: Type.String(),
        targetResourceLocation: Type.Optional(Type.String()),
        profiles: Type.Array(profile, { minItems: 1, maxItems: 20 }),
        notifications: Type.Optional(Type.Array(notification)),
        predictiveAutoscalePolicy: Type.Optional(
          Type.Object({ scaleMode: Type.String(), scaleLookAheadTime: Type.Optional(Type.String()) }, closed),
        ),
      },
      closed,
    ),
  },
  closed,
);
export type AutoscaleBody = Static<typeof AutoscaleBody>;
export type ProfileBody = Static<typeof profile>;
export type RuleBody = Static<typeof rule>;
export type TriggerBody = Static<typeof metricTrigger>;

/** Body of PUT {deployment}/autoscale (ours): requests in flight. */
export const InFlightBody = Type.Object(
  {
    properties: Type.Object(
      {
        targetInFlight: Type.Optional(Type.Number()),
        minInstances: Type.Optional(Type.Integer()),
        maxInstances: Type.Integer(),
        window: Type.Optional(Type.String()),
        idle: Type.Optional(Type.String()),
        maxHeld: Type.Optional(Type.Integer()),
        holdTimeout: Type.Optional(Type.String()),
      },
      closed,
    ),
  },
  closed,
);
