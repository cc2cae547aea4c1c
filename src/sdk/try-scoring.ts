/** Scoring through the control plane, for pages that reach nothing else: the endpoint's credential stays there. */
import type { Ask, Client } from './http.ts';
import { paths } from './paths.ts';
import type { RequestBody } from './scoring.ts';
import type { WorkspaceKey } from './wire.ts';

/** What an endpoint answered; every status is an answer. */
export type Scored = {
  readonly status: number;
  /** The status in words. */
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or base64 where `encoding` says so; at most 8 MiB. */
  readonly body: string;
  readonly encoding: 'utf-8' | 'base64';
  readonly truncated: boolean;
  /** Who answered, as far as the answer says. */
  readonly deployment: string | null;
  /** Between control plane and router, in milliseconds. */
  readonly firstByteMs: number;
  readonly durationMs: number;
};

export type TryScoring = Pick<Ask, 'signal'> & {
  /** This one whatever the traffic. */
  readonly deployment?: string | undefined;
  /** `application/json` unless given. */
  readonly contentType?: string;
  /** `POST` unless given. */
  readonly method?: 'POST' | 'GET' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS';
};

export type TriedScores = {
  /**
   * Sends a body to the endpoint through its router, as a client would, once. Throws ArmError: 404 for an endpoint that is
   * not there, 413 for more than 64 MiB, 503 when the router does not answer.
   */
  score(endpoint: string, body: RequestBody, trying?: TryScoring): Promise<Scored>;
  /** The OpenAPI document of a deployment. Throws ArmError with 404 when it gives none. */
  swagger(
    endpoint: string,
    ask?: { readonly deployment?: string | undefined } & Pick<Ask, 'signal'>,
  ): Promise<object>;
};

/** The router ends a request before; this is for what waits in line as well. */
const usualTimeoutMs = 310_000;

export function triedScores(client: Client, workspace: WorkspaceKey): TriedScores {
  const path = (endpoint: string) => paths.endpoint(workspace, endpoint);
  return {
    score: async (endpoint, raw, { deployment, contentType = 'application/json', method, signal } = {}) => {
      const { body } = await client.call<Scored>('POST', `${path(endpoint)}/score`, {
        raw,
        query: { deployment, method },
        headers: { 'Content-Type': contentType },
        usualTimeoutMs,
        signal,
      });
      return body;
    },
    swagger: async (endpoint, { deployment, signal } = {}) =>
      (await client.call<object>('GET', `${path(endpoint)}/swagger`, { query: { deployment }, signal })).body,
  };
}
