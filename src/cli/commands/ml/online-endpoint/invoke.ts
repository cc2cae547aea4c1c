import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { deployments } from '../../../../sdk/deployments.ts';
import { endpoints } from '../../../../sdk/endpoints.ts';
import { score } from '../../../../sdk/scoring.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { openSession, type Session } from '../../../session.ts';
import { credentialsOf } from './credentials.ts';

/** `az ml online-endpoint invoke`: the result is the answer's text, so JSON output shows it as a JSON string. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const name = args.need('name').toLowerCase();
  const deployment = args.text('deployment-name');
  const local = args.flag('local');
  const body = await requestBody(args.text('request-file'), world.cwd);
  const session = await openSession(call, { local });
  if (deployment !== undefined) await checkDeployment(session, name, deployment);
  const resource = await endpoints(session.client, session.workspace).get(name);
  const credential = local ? {} : await credentialsOf(session, resource);
  const answer = await score({
    uri: resource.properties.scoringUri,
    body,
    credential: text(credential.primaryKey) ?? text(credential.accessToken),
    deployment,
    signal: world.signal,
  });
  if (answer.status < 300) return answer.text;
  throw new Failure(`The endpoint '${name}' answered ${answer.status}: ${answer.text.trim() || 'no text'}`);
}

/** Read once and without asking for its size: it may be a pipe. Throws exit 1 unless it is JSON. */
async function requestBody(path: string | undefined, cwd: string): Promise<string> {
  if (path === undefined) return '{}';
  const body = await readFile(path === '-' ? '/dev/stdin' : resolve(cwd, path), 'utf8').catch(
    (error: unknown) => {
      throw new Failure(
        `--request-file: ${path} cannot be read: ${error instanceof Error ? error.message : error}`,
      );
    },
  );
  try {
    JSON.parse(body);
    return body;
  } catch (error) {
    throw new Failure(
      `--request-file: ${path} is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function checkDeployment(session: Session, endpoint: string, name: string): Promise<void> {
  const all = await deployments(session.client, session.workspace, endpoint).list().all();
  if (all.some((one) => one.name === name)) return;
  throw new Failure(
    all.length === 0
      ? `The endpoint '${endpoint}' has no deployments.`
      : `The endpoint '${endpoint}' has no deployment '${name}'; it has ${all.map((one) => one.name).join(', ')}.`,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
