import type { Failure } from './deployment.ts';

/** The view of a long change: opened in the transaction of the change, closed when its generation is observed. */
export type Operation = {
  readonly id: string;
  readonly workspaceUid: string;
  readonly object: 'endpoint' | 'deployment';
  readonly objectUid: string;
  /** ARM id of the object, for the log and the status document. */
  readonly objectId: string;
  readonly verb: 'create' | 'update' | 'delete';
  readonly generation: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly failure: Failure | null;
};
