import Type from 'typebox';
import { checked } from './check.ts';
import { choice } from './choice.ts';

const closed = { additionalProperties: false };

/** PUT workspaces/{name}: of a workspace Teal keeps its name and where it is said to be, nothing that Azure builds. */
const WorkspaceBody = Type.Object(
  {
    location: Type.Optional(Type.String({ minLength: 1, maxLength: 90 })),
    kind: Type.Optional(Type.String()),
    identity: Type.Optional(Type.Object({ type: Type.String() }, closed)),
    properties: Type.Optional(Type.Object({}, closed)),
  },
  closed,
);

/** The location in a body, or undefined. Throws bad-argument. */
export function workspaceLocation(body: unknown): string | undefined {
  const { location, kind, identity } = checked(WorkspaceBody, body);
  if (kind !== undefined) choice(['Default'], kind, 'kind');
  if (identity !== undefined) choice(['SystemAssigned'], identity.type, 'identity.type');
  return location;
}
