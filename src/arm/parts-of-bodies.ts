import Type from 'typebox';

/** Nothing that a client writes is silently ignored: every object of a body is closed. */
export const closed = { additionalProperties: false };

export const strings = Type.Record(Type.String(), Type.String());

/** `identity` of endpoints and deployments; the ids are what the service answers and clients send back. */
export const identity = Type.Object(
  {
    type: Type.String(),
    userAssignedIdentities: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          { clientId: Type.Optional(Type.String()), principalId: Type.Optional(Type.String()) },
          closed,
        ),
      ),
    ),
    principalId: Type.Optional(Type.String()),
    tenantId: Type.Optional(Type.String()),
  },
  closed,
);

export const sku = Type.Object(
  {
    name: Type.Optional(Type.String()),
    capacity: Type.Optional(Type.Integer()),
    tier: Type.Optional(Type.String()),
    size: Type.Optional(Type.String()),
    family: Type.Optional(Type.String()),
  },
  closed,
);

export const dataCollector = Type.Object(
  {
    collections: Type.Record(
      Type.String(),
      Type.Object(
        {
          clientId: Type.Optional(Type.String()),
          dataCollectionMode: Type.Optional(Type.String()),
          dataId: Type.Optional(Type.String()),
          samplingRate: Type.Optional(Type.Number()),
        },
        closed,
      ),
    ),
    rollingRate: Type.Optional(Type.String()),
    requestLogging: Type.Optional(
      Type.Object({ captureHeaders: Type.Optional(Type.Array(Type.String())) }, closed),
    ),
  },
  closed,
);

const route = Type.Object({ path: Type.String(), port: Type.Integer() }, closed);

export const inferenceConfig = Type.Object(
  {
    livenessRoute: Type.Optional(route),
    readinessRoute: Type.Optional(route),
    scoringRoute: Type.Optional(route),
  },
  closed,
);

export const autoDeleteSetting = Type.Object(
  { condition: Type.Optional(Type.String()), value: Type.Optional(Type.String()) },
  closed,
);
