/** Bodies of POSTs, and of the PUT that archives: small, and as closed as the large ones. */
import Type, { type Static, type TSchema } from 'typebox';
import { checked } from './check.ts';
import { withoutEchoes, withoutNulls } from './envelope.ts';
import { closed } from './parts-of-bodies.ts';

const nothing = Type.Record(Type.String(), Type.String(), { maxProperties: 0 });

/** PUT {kind}/{name}: only archiving is kept of a container; what a GET shows may come back. */
export const ContainerBody = Type.Object(
  {
    properties: Type.Object(
      {
        isArchived: Type.Optional(Type.Boolean()),
        tags: Type.Optional(nothing),
        properties: Type.Optional(nothing),
      },
      closed,
    ),
  },
  closed,
);

/** POST startPendingUpload. */
export const PendingUploadBody = Type.Object(
  { pendingUploadId: Type.Optional(Type.String()), pendingUploadType: Type.Optional(Type.String()) },
  closed,
);

/** POST listSecrets of a datastore. */
export const SecretsBody = Type.Object(
  {
    expirableSecret: Type.Optional(Type.Boolean()),
    expireAfterHours: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  },
  closed,
);

/** POST getLogs. */
export const LogsBody = Type.Object(
  {
    containerType: Type.Optional(Type.String()),
    tail: Type.Optional(Type.Unknown()),
    /** Ours. */
    instanceId: Type.Optional(Type.String()),
  },
  closed,
);

/** POST regenerateKeys. */
export const RegenerateKeysBody = Type.Object(
  { keyType: Type.String(), keyValue: Type.Optional(Type.String()) },
  closed,
);

/** POST /studio/session: one of the two. */
export const SignInBody = Type.Object(
  {
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    link: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  closed,
);

/** POST listKeys and token. */
export const NoBody = Type.Object({}, closed);

/** The body of a POST, in which none is an empty one. Throws bad-argument with the path of the field. */
export function actionBody<T extends TSchema>(schema: T, body: unknown): Static<T> {
  return checked(schema, withoutNulls(body ?? {}));
}

/** Throws bad-argument with the path of the field. */
export function containerBody(body: unknown): Static<typeof ContainerBody> {
  const readOnly = ['latestVersion', 'nextVersion', 'provisioningState'];
  return checked(ContainerBody, withoutNulls(withoutEchoes(body, readOnly)));
}
