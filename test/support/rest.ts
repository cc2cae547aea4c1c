/** The REST of a Teal as a plain client uses it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Teal } from './teal.ts';
import { pause } from './teal.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests reach into answers whose shape is what they check
export type Json = any;
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Json };

export type Rest = {
  readonly workspace: string;
  /** `path` is below the workspace unless it starts with /subscriptions or http. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Polls a reply's operation to its end. */
  finished(reply: Reply): Promise<Json>;
  /** Uploads a folder as code or model version 1 and registers it. */
  register(kind: 'codes' | 'models', name: string, folder: string): Promise<Reply>;
  /** PUT of a deployment that runs a folder's score.py on the curated environment, polled to its end. */
  deploy(endpoint: string, name: string, code: string, properties?: Json, capacity?: number): Promise<Json>;
};

export function restOf(teal: Teal): Rest {
  const { server, token } = teal;
  const workspace = `/subscriptions/${server.subscription}/resourceGroups/${server.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${server.workspace}`;
  const call: Rest['call'] = async (method, path, body, headers = {}) => {
    const place = path.startsWith('http')
      ? path
      : `${server.url}${path.startsWith('/subscriptions') ? '' : workspace}${path}`;
    const url = place.includes('api-version')
      ? place
      : `${place}${place.includes('?') ? '&' : '?'}api-version=2023-04-01-preview`;
    const reply = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, headers: reply.headers, body: text === '' ? undefined : parse(text) };
  };
  const finished: Rest['finished'] = async (reply) => {
    const uri = reply.headers.get('azure-asyncoperation');
    if (uri === null)
      throw new Error(`no operation to wait for: ${reply.status} ${JSON.stringify(reply.body)}`);
    for (let waited = 0; waited < 300_000; waited += 50) {
      const { body } = await call('GET', uri);
      if (body.status !== 'InProgress') return body;
      await pause(50);
    }
    throw new Error('the operation did not end');
  };
  const register: Rest['register'] = async (kind, name, folder) => {
    const { body } = await call('POST', `/${kind}/${name}/versions/1/startPendingUpload`, {});
    const [base, sas] = body.blobReferenceForConsumption.credential.sasUri.split('?');
    for (const file of filesOf(folder)) {
      const path = `${basename(folder)}/${relative(folder, file)}`;
      const put = await fetch(`${base}/${path}?${sas}`, {
        method: 'PUT',
        headers: { 'x-ms-blob-type': 'BlockBlob' },
        body: readFileSync(file),
      });
      if (put.status !== 201) throw new Error(`upload of ${path}: ${put.status} ${await put.text()}`);
    }
    const uri = `${base}/${basename(folder)}`;
    return call('PUT', `/${kind}/${name}/versions/1`, {
      properties: kind === 'codes' ? { codeUri: uri } : { modelUri: uri },
    });
  };
  const deploy: Rest['deploy'] = async (endpoint, name, code, properties = {}, capacity = 1) => {
    const reply = await call('PUT', `/onlineEndpoints/${endpoint}/deployments/${name}`, {
      sku: { name: 'Default', capacity },
      properties: {
        endpointComputeType: 'Managed',
        instanceType: 'local',
        codeConfiguration: { codeId: `azureml:${code}:1`, scoringScript: 'score.py' },
        ...properties,
      },
    });
    if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    return finished(reply);
  };
  return { workspace, call, finished, register, deploy };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === '__pycache__') return [];
    return statSync(path).isDirectory() ? filesOf(path) : [path];
  });
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
