/** Both sides of a comparison as text by field: what a file asks for, and what the service has. */
import { deploymentSpec } from '../../arm/deployment-spec.ts';
import { endpointSpec } from '../../arm/endpoint.ts';
import { parseAsset } from '../../arm/ids.ts';
import { assets } from '../../sdk/assets.ts';
import type {
  CodeVersion,
  DeploymentBody,
  DeploymentResource,
  EndpointBody,
  EndpointResource,
} from '../../sdk/wire.ts';
import { codeName } from '../assets/code.ts';
import { environmentName } from '../assets/environment.ts';
import { modelName } from '../assets/model.ts';
import type { Definition } from '../commands/ml/online-deployment/definition.ts';
import type { Session } from '../session.ts';
import { deploymentBody } from '../shape/deployment-body.ts';
import type { Facts } from './plan.ts';

/** Traffic is apart: it is set after the deployments. The same defaults are filled in as the service fills in. */
export function endpointFacts(body: EndpointBody | EndpointResource): Facts {
  const { traffic: _traffic, mirror: _mirror, ...rest } = endpointSpec(body).spec;
  return flatten(rest);
}

/** What a definition would become, its local files by their content. Sends nothing. */
export async function wantedFacts(
  session: Session,
  { yaml, folder }: Definition,
  endpoint: string,
): Promise<Facts> {
  const { code } = yaml.code_configuration ?? {};
  const { model, environment } = yaml;
  const names = {
    code: code === undefined ? undefined : await codeName({ code, folder }),
    model:
      typeof model === 'object'
        ? await modelName({ yaml: model, folder, field: 'model.' })
        : short('models', model),
    environment:
      typeof environment === 'object'
        ? await environmentName({ yaml: environment, folder, field: 'environment.' })
        : short('environments', environment),
  };
  const place = { workspace: session.workspace, location: '', endpoint, name: yaml.name ?? '' };
  return factsOf(deploymentBody(yaml, names, place));
}

/** What the service has, its code by the hash that was recorded with it. */
export async function liveFacts(session: Session, resource: DeploymentResource): Promise<Facts> {
  const { codeConfiguration, model, environmentId } = resource.properties;
  const code = codeConfiguration && (await hashOf(session, codeConfiguration.codeId));
  return factsOf({
    ...resource,
    properties: {
      ...resource.properties,
      model: short('models', model ?? undefined),
      environmentId: short('environments', environmentId ?? undefined),
      codeConfiguration: codeConfiguration && { ...codeConfiguration, codeId: code },
    },
  });
}

function factsOf(body: DeploymentBody | object): Facts {
  return flatten(deploymentSpec(body));
}

async function hashOf({ client, workspace }: Session, id: string): Promise<string> {
  const named = parseAsset('codes', id);
  if (named?.kind !== 'version') return id;
  const found = await assets<CodeVersion>(client, workspace, 'codes').find(named);
  return found?.properties.properties?.hash_sha256 ?? id;
}

/** `NAME:VERSION` of a reference; others as they are. */
function short(kind: 'models' | 'environments', reference: string | undefined): string | undefined {
  const named = reference === undefined ? undefined : parseAsset(kind, reference);
  return named?.kind === 'version' ? `${named.name}:${named.version}` : reference;
}

/** `requestSettings.timeoutMs: 5000` becomes `request_settings.timeout_ms: "5000"`; empty and null members vanish. */
function flatten(value: object, path = ''): Facts {
  const entries = Object.entries(value).flatMap(([key, member]): [string, string][] => {
    const isOurs = !['tags', 'properties', 'environmentVariables'].some((map) =>
      path.startsWith(`${snake(map)}.`),
    );
    const name = `${path}${isOurs ? snake(key) : key}`;
    if (member === null || member === undefined) return [];
    if (typeof member === 'object') return Object.entries(flatten(member, `${name}.`));
    return [[name, String(member)]];
  });
  return Object.fromEntries(entries);
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
