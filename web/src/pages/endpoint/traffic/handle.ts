import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ArmError } from '../../../../../src/sdk/errors.ts';
import type { EndpointResource } from '../../../../../src/sdk/wire.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import { splitPatch } from './change.ts';
import type { Split } from './draft.ts';

export type Wish = {
  /** As it was shown when the wish was made: if somebody was faster, nothing is changed. */
  readonly endpoint: EndpointResource;
  readonly wanted: Split;
  readonly reason: string;
};

/** A change that every router worker runs; `tableVersion` is not known of one that took its time. */
export type Applied = {
  readonly endpoint: EndpointResource;
  readonly at: Date;
  readonly tableVersion: number | undefined;
};

/** Applies a split. It resolves when every router worker runs the table with it, because the service answers then. */
export function useTrafficChange(name: string) {
  const queries = useQueryClient();
  const [step, setStep] = useState('');
  const mutation = useMutation({
    mutationFn: async ({ endpoint, wanted, reason }: Wish): Promise<Applied> => {
      const operation = await teal().endpoints.beginUpdate(name, splitPatch(endpoint, wanted), {
        guard: { ifMatch: endpoint.etag },
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      });
      const changed = await operation.wait({ onProgress: ({ detail }) => setStep(detail) });
      return { endpoint: changed, at: new Date(), tableVersion: operation.tableVersion };
    },
    onSettled: (_done, error) => {
      setStep('');
      // A refusal may be because what is shown is old.
      if (error === null || isOvertaken(error))
        return queries.invalidateQueries({ queryKey: keys.endpoint(name) });
      return undefined;
    },
  });
  return { ...mutation, step };
}

/** Somebody else changed it since it was read. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof ArmError && error.status === 412;
}
