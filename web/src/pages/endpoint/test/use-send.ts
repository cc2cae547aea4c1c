import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Answer } from './answer.ts';
import { type Request, sent } from './sent.ts';

/** One request; `stop` gives it up. Every status is an answer: an error is that nobody answered. */
export function useSend(endpoint: string) {
  const going = useRef<AbortController>(undefined);
  const mutation = useMutation({
    mutationFn: async (request: Request): Promise<Answer | undefined> => {
      const abort = new AbortController();
      going.current = abort;
      try {
        return await sent(endpoint, request, abort.signal);
      } catch (error) {
        if (abort.signal.aborted) return undefined;
        throw error;
      }
    },
  });
  return { ...mutation, stop: () => going.current?.abort() };
}
