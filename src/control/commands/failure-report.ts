import type { Deployment, Failure } from '../../domain/deployment.ts';
import type { Parts } from '../parts.ts';
import { readLogs } from './read-logs.ts';

const lines = 20;

/** A failure with the last lines of the log that explains it, for people who wait for the change. */
export async function failureReport(
  parts: Parts,
  deployment: Deployment,
  failure: Failure,
): Promise<Failure> {
  const container = failure.code === 'ImageBuildFailure' ? 'storage-initializer' : 'inference-server';
  const log = (await readLogs(parts, deployment, { source: { container }, tail: lines })).trimEnd();
  const parting = deployment.servingRevision === null ? '' : ' The version that was running goes on serving.';
  return {
    code: failure.code,
    message: `${sentence(failure.message)}${parting}\nLast lines of its log (${container}):\n${log}`,
  };
}

/** Other programs' words often end without a full stop. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
