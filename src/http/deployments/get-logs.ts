import { actionBody, LogsBody } from '../../arm/action-bodies.ts';
import { choice } from '../../arm/choice.ts';
import { readLogs } from '../../control/commands/read-logs.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { deploymentOf } from '../scope.ts';

const defaultTail = 5000;
const longestTail = 1_000_000;

/** POST deployments/{name}/getLogs { containerType?, tail? } -> { content }. */
export async function getLogs(http: Http, ask: Ask): Promise<Answer> {
  const { deployment } = await deploymentOf(http, ask);
  const { containerType = 'InferenceServer', tail = defaultTail } = actionBody(LogsBody, ask.body);
  if (typeof tail !== 'number' || !Number.isInteger(tail) || tail < 1 || tail > longestTail) {
    throw new DomainError(
      'bad-argument',
      `tail is ${JSON.stringify(tail)}; it must be a whole number from 1 to ${longestTail}.`,
      { target: 'tail' },
    );
  }
  const container = choice(['InferenceServer', 'StorageInitializer'], containerType, 'containerType');
  const name = container === 'InferenceServer' ? 'inference-server' : 'storage-initializer';
  return ok({ content: await readLogs(http.parts, deployment, name, tail) });
}
