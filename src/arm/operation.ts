import type { Operation } from '../domain/operation.ts';

/** How far a long change has come, for people who wait; ours, beside Azure's members. */
export type Progress = { readonly step: string; readonly detail: string };

/** The status document that pollers read; only `status` decides. */
export function renderOperation(operation: Operation, progress: Progress | null) {
  const ended = operation.endedAt !== null;
  const status = !ended ? 'InProgress' : operation.failure === null ? 'Succeeded' : 'Failed';
  return {
    id: operation.id,
    name: operation.id,
    status,
    startTime: new Date(operation.startedAt).toISOString(),
    ...(operation.endedAt === null ? {} : { endTime: new Date(operation.endedAt).toISOString() }),
    percentComplete: ended ? 100 : 0,
    ...(operation.failure === null
      ? {}
      : {
          error: {
            code: operation.failure.code,
            message: operation.failure.message,
            details: [],
            additionalInfo: [],
          },
        }),
    ...(progress === null ? {} : { properties: progress }),
  };
}
