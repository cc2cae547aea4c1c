/** An example input from what a deployment says of itself: Swagger 2 and OpenAPI 3, as scoring scripts and files give them. */

type Schema = Readonly<Record<string, unknown>>;

/** Descriptions may refer to themselves. */
const deepest = 8;

/** The example of the scoring route's body, or one made from its schema; undefined when neither is there. */
export function exampleOf(description: unknown): unknown {
  const score = scoreRoute(description);
  if (score === undefined) return undefined;
  const body = bodyOf(score);
  if (body === undefined) return undefined;
  const given = body.example ?? firstExample(body.examples);
  if (given !== undefined) return given;
  return isMap(body.schema) ? made(description, body.schema, 0) : undefined;
}

/** `/score`, whatever prefix it has. */
function scoreRoute(description: unknown): Schema | undefined {
  const paths = member(description, 'paths');
  if (!isMap(paths)) return undefined;
  const path = Object.keys(paths).find((one) => /\/score$/.test(one));
  const post = path === undefined ? undefined : member(paths[path], 'post');
  return isMap(post) ? post : undefined;
}

function bodyOf(post: Schema): Schema | undefined {
  const { parameters } = post;
  if (Array.isArray(parameters)) {
    const body: unknown = parameters.find((one) => member(one, 'in') === 'body');
    if (isMap(body)) return body;
  }
  const content = member(post.requestBody, 'content');
  const json = member(content, 'application/json');
  return isMap(json) ? json : undefined;
}

function firstExample(examples: unknown): unknown {
  if (!isMap(examples)) return undefined;
  return member(Object.values(examples)[0], 'value');
}

function made(description: unknown, schema: Schema, depth: number): unknown {
  if (depth > deepest) return null;
  if (typeof schema.$ref === 'string') {
    const meant = resolved(description, schema.$ref);
    return meant === undefined ? {} : made(description, meant, depth + 1);
  }
  for (const name of ['example', 'default', 'const']) if (schema[name] !== undefined) return schema[name];
  const first = [schema.enum, schema.examples].find(Array.isArray)?.[0];
  if (first !== undefined) return first;
  const parts = [schema.allOf, schema.oneOf, schema.anyOf].find(Array.isArray);
  const [part] = parts ?? [];
  if (isMap(part)) return made(description, part, depth + 1);
  return ofType(description, schema, depth);
}

function ofType(description: unknown, schema: Schema, depth: number): unknown {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'array':
      return isMap(schema.items) ? [made(description, schema.items, depth + 1)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'null':
      return null;
    case 'string':
      return schema.format === 'date-time'
        ? '2024-01-01T00:00:00Z'
        : schema.format === 'date'
          ? '2024-01-01'
          : '';
    default:
      return isMap(schema.properties)
        ? Object.fromEntries(
            Object.entries(schema.properties).map(([name, of]) => [
              name,
              isMap(of) ? made(description, of, depth + 1) : null,
            ]),
          )
        : {};
  }
}

/** `#/definitions/ServiceInput`, within the document alone. */
function resolved(description: unknown, reference: string): Schema | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const steps = reference
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = steps.reduce<unknown>((at, step) => member(at, step), description);
  return isMap(found) ? found : undefined;
}

function member(value: unknown, name: string): unknown {
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMap(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
