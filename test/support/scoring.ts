/** Scoring requests one at a time, as a plain client sends them. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';
import type { Json, Rest } from './rest.ts';

export type Scored = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  /** The deployment that answered, by the router's own header. */
  readonly deployment: string | null;
};
export type Score = (body?: unknown, headers?: Record<string, string>) => Promise<Scored>;

/** The folder of one of the odd and broken scripts in examples/scripts. */
export function script(name: string): string {
  return join(root, 'examples/scripts', name);
}

export async function scoringUri(rest: Rest, endpoint: string): Promise<string> {
  return (await rest.call('GET', `/onlineEndpoints/${endpoint}`)).body.properties.scoringUri;
}

export async function primaryKey(rest: Rest, endpoint: string): Promise<string> {
  return (await rest.call('POST', `/onlineEndpoints/${endpoint}/listKeys`)).body.primaryKey;
}

/** Scores an endpoint with `credential`, its primary key by default; headers given to a call go on top. */
export async function scorer(rest: Rest, endpoint: string, credential?: string): Promise<Score> {
  const uri = await scoringUri(rest, endpoint);
  const key = credential ?? (await primaryKey(rest, endpoint));
  return async (body = {}, headers = {}) => {
    const reply = await fetch(uri, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    const deployment = reply.headers.get('azureml-model-deployment');
    return { status: reply.status, headers: reply.headers, body: parse(text), deployment };
  };
}

/** Like `scorer`, but every request has a connection of its own, so that all router workers get some. */
export async function freshScorer(rest: Rest, endpoint: string): Promise<Score> {
  const uri = await scoringUri(rest, endpoint);
  const authorization = `Bearer ${await primaryKey(rest, endpoint)}`;
  return async (body = {}, headers = {}) => {
    const post = request(uri, { method: 'POST', agent: false, headers: { authorization, ...headers } });
    post.end(JSON.stringify(body));
    const [answer] = (await once(post, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk;
    const seen = new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
    const deployment = seen.get('azureml-model-deployment');
    return { status: answer.statusCode ?? 0, headers: seen, body: parse(text), deployment };
  };
}

/** Replaces the whole live traffic (and mirror) of an endpoint; the answer means that every router obeys it. */
export async function route(rest: Rest, endpoint: string, traffic: Json, mirrorTraffic: Json = {}) {
  const { body } = await rest.call('GET', `/onlineEndpoints/${endpoint}`);
  const reply = await rest.call('PUT', `/onlineEndpoints/${endpoint}`, {
    ...body,
    properties: { ...body.properties, traffic, mirrorTraffic },
  });
  if (reply.status !== 200 || reply.body.properties.provisioningState !== 'Succeeded') {
    throw new Error(`traffic of ${endpoint}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
  return reply;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
