import type { Deployment } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Instance } from '../../domain/instance.ts';
import type { LogPiece, LogPlace } from '../../domain/logs.ts';
import { noLog } from '../../domain/logs.ts';
import type { LogContainer } from '../../domain/ports.ts';
import type { Parts } from '../parts.ts';

export type LogSource = {
  readonly container: LogContainer;
  /** This instance and no other. */
  readonly instance?: string | undefined;
};

/** A place in the log of an instance, or of the build of an environment; '' while there is neither. */
export type LogMark = { readonly of: string; readonly from: number };

export type FollowedPiece = Pick<LogPiece, 'text' | 'lost'> & {
  /** The instance that printed it; null for a build, and while there is none. */
  readonly instance: string | null;
  readonly next: LogMark;
};

/**
 * The last `tail` lines of one instance (of the newest revision the one that has been ready longest, so most requests
 * are in it; else the one that failed last), or of the build of the environment. A sentence instead of nothing when
 * there is no log yet. Throws not-found for an instance that the deployment does not have.
 */
export async function readLogs(
  parts: Parts,
  deployment: Deployment,
  { source, tail }: { readonly source: LogSource; readonly tail: number },
): Promise<string> {
  const { text, next } = await followLogs(parts, deployment, { source, place: { tail } });
  if (source.container === 'storage-initializer') {
    return text || `Nothing was built for the deployment '${deployment.name}' yet.`;
  }
  return next.of === ''
    ? `No instance of the deployment '${deployment.name}' has been started yet. Its build log is in the container storage-initializer.`
    : text;
}

/**
 * What follows a place. Where nothing follows and another instance is of more interest by now (the followed one ended, or
 * a newer revision starts), its log begins; so does that of a new build.
 */
export async function followLogs(
  parts: Parts,
  deployment: Deployment,
  { source, place }: { readonly source: LogSource; readonly place: { readonly tail: number } | LogMark },
): Promise<FollowedPiece> {
  const { known, best, read } = await logsOf(parts, deployment, source);
  if (best === undefined) return { ...pieceOf(noLog, ''), instance: null };
  const instance = (of: string) => (source.container === 'inference-server' ? of : null);
  if ('tail' in place) return { ...pieceOf(await read(best, place), best), instance: instance(best) };
  if (known.has(place.of)) {
    const piece = await read(place.of, { from: place.from });
    if (piece.text !== '' || place.of === best) {
      return { ...pieceOf(piece, place.of), instance: instance(place.of) };
    }
  }
  return { ...pieceOf(await read(best, { from: 0 }), best), instance: instance(best) };
}

function pieceOf({ text, lost, next }: LogPiece, of: string): Omit<FollowedPiece, 'instance'> {
  return { text, lost, next: { of, from: next } };
}

type Logs = {
  /** Whose logs may be read. */
  readonly known: ReadonlySet<string>;
  /** The one of most interest. */
  readonly best: string | undefined;
  read(of: string, place: LogPlace): Promise<LogPiece>;
};

function logsOf(parts: Parts, deployment: Deployment, source: LogSource): Promise<Logs> {
  return source.container === 'storage-initializer'
    ? buildLogs(parts, deployment)
    : instanceLogs(parts, deployment, source.instance);
}

async function instanceLogs(parts: Parts, deployment: Deployment, asked: string | undefined): Promise<Logs> {
  const instances = await parts.store.rows.instances.list([deployment.uid]);
  const chosen = asked === undefined ? instances : instances.filter(({ id }) => id === asked);
  if (asked !== undefined && chosen.length === 0) throw unknownInstance(deployment, asked, instances);
  const best = [...chosen].sort(byInterest)[0]?.id;
  return { known: new Set(chosen.map(({ id }) => id)), best, read: parts.driver.output };
}

function unknownInstance({ name }: Deployment, asked: string, instances: readonly Instance[]): DomainError {
  const ids = instances.map(({ id }) => id).join(', ') || 'none';
  return new DomainError(
    'not-found',
    `The deployment '${name}' has no instance '${asked}' (any more); it has ${ids}. The console log keeps what others printed: teal logs query --kind console --instance-id ${asked}.`,
    { target: 'instance' },
  );
}

async function buildLogs({ store, environments }: Parts, deployment: Deployment): Promise<Logs> {
  const revisions = await store.rows.revisions.list(deployment.uid);
  const run = revisions.find(({ number }) => number === deployment.targetRevision)?.run;
  const best = run && environments.keyOf(run.environment);
  return { known: new Set(best === undefined ? [] : [best]), best, read: environments.log };
}

const rank = { ready: 0, unhealthy: 1, starting: 2, failed: 3, stopping: 4 } as const;

function byInterest(one: Instance, other: Instance): number {
  const age = one.since - other.since;
  const ready = one.state === 'ready';
  return other.revision - one.revision || rank[one.state] - rank[other.state] || (ready ? age : -age);
}
