import { useCallback, useEffect, useRef, useState } from 'react';
import { type Request, sent } from './sent.ts';
import { fire, type Shot } from './volley.ts';

/** How many requests are under way at once: with Azure's defaults one instance takes two, and refuses a third with 429. */
const lanes = 2;
const drawnEveryMs = 100;

export type VolleyState = {
  readonly count: number;
  readonly shots: readonly Shot[];
  readonly isRunning: boolean;
  readonly error: unknown;
};

export type VolleyRun = VolleyState & {
  readonly fire: (count: number, request: Request) => void;
  readonly stop: () => void;
};

const idle: VolleyState = { count: 0, shots: [], isRunning: false, error: undefined };

/** Sends a request many times and keeps who answered; leaving the page ends it. */
export function useVolley(endpoint: string): VolleyRun {
  const [state, setState] = useState(idle);
  const going = useRef<AbortController>(undefined);
  const stop = useCallback(() => going.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const begin = useCallback(
    async (count: number, request: Request) => {
      going.current?.abort();
      const abort = new AbortController();
      going.current = abort;
      const shots: Shot[] = [];
      const show = (isRunning: boolean, error?: unknown): void => {
        if (going.current === abort) setState({ count, shots: [...shots], isRunning, error });
      };
      const timer = setInterval(() => show(true), drawnEveryMs);
      show(true);
      try {
        const shoot = async (signal: AbortSignal): Promise<Shot> => {
          const answer = await sent(endpoint, request, signal);
          return { status: answer.status, ms: answer.ms, deployment: answer.by };
        };
        await fire({ count, lanes, signal: abort.signal, shoot, onShot: (shot) => shots.push(shot) });
        show(false);
      } catch (error) {
        show(false, error);
      } finally {
        clearInterval(timer);
      }
    },
    [endpoint],
  );
  return { ...state, fire: (count, request) => void begin(count, request), stop };
}
