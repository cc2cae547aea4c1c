import Type from 'typebox';
import { DomainError } from '../domain/errors.ts';
import { checked } from './check.ts';

const closed = { additionalProperties: false };
const text = Type.Optional(Type.String());

/** PUT computes/{name} for an attached cluster, as `azure-ai-ml` writes it; what the service fills in may come back. */
const ComputeBody = Type.Object(
  {
    id: text,
    name: text,
    type: text,
    location: text,
    tags: Type.Optional(Type.Record(Type.String(), Type.String())),
    identity: Type.Optional(Type.Object({}, { additionalProperties: true })),
    properties: Type.Object(
      {
        computeType: Type.String(),
        computeLocation: text,
        description: text,
        resourceId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
        disableLocalAuth: Type.Optional(Type.Boolean()),
        properties: Type.Optional(Type.Object({}, { additionalProperties: true })),
        provisioningState: text,
        provisioningErrors: Type.Optional(Type.Null()),
        isAttachedCompute: Type.Optional(Type.Boolean()),
        createdOn: text,
        modifiedOn: text,
      },
      closed,
    ),
  },
  closed,
);

/** Checks that a body attaches a cluster. Throws bad-argument for another shape, unsupported for another compute. */
export function checkCompute(body: unknown): void {
  const { computeType } = checked(ComputeBody, body).properties;
  if (computeType.toLowerCase() === 'kubernetes') return;
  throw new DomainError(
    'unsupported',
    `properties.computeType is '${computeType}'; allowed is Kubernetes: every attached cluster stands for this machine, and Teal has no others.`,
    { target: 'properties.computeType' },
  );
}
