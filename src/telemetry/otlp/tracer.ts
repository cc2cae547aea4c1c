/** Sends spans on in batches: when one is full, or its first span has waited long enough. */
import { createIntake, type Intake, type IntakeOptions } from './intake.ts';
import type { Sender } from './sender.ts';
import type { OtlpSettings } from './settings.ts';
import { spansMessage } from './span-message.ts';

export type TracerOptions = Pick<IntakeOptions, 'doors' | 'ofSlot'> & {
  readonly settings: Pick<OtlpSettings, 'spans' | 'resource'>;
  readonly sender: Sender;
  readonly steady: () => number;
  readonly log: (line: string) => void;
};

export type Tracer = {
  begin(): void;
  readonly lost: Intake['lost'];
  /** Sends what there is, with one try for each part; whoever waits for it may end that with the sender. */
  close(): Promise<void>;
};

const LOOK_MS = 1000;

export function createTracer({ doors, ofSlot, settings, sender, steady, log }: TracerOptions): Tracer {
  const { queue, batch, delayMs } = settings.spans;
  const intake = createIntake({ doors, ofSlot, most: queue });
  let since = steady();
  let closing = false;
  const send = async (): Promise<void> => {
    const isDue = () => closing || intake.waiting() >= batch || steady() - since >= delayMs;
    while (intake.waiting() > 0 && isDue()) {
      const { message, items } = spansMessage(intake.next(batch), settings.resource);
      await sender.send(message, items);
    }
  };
  const sendOnce = once(send, (cause) => log(`spans cannot be exported: ${String(cause)}`));
  const readOnce = once(
    async () => {
      if (intake.waiting() === 0) since = steady();
      await intake.read();
    },
    (cause) => log(`spans cannot be read: ${String(cause)}`),
  );
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      timer ??= setInterval(() => void readOnce().then(sendOnce), LOOK_MS);
    },
    lost: intake.lost,
    close: async () => {
      clearInterval(timer);
      sender.hurry();
      await readOnce();
      // What is under way may end before the last spans came.
      await sendOnce();
      closing = true;
      await readOnce();
      await sendOnce();
    },
  };
}

/** One run at a time; who asks while one is under way gets that one. Never rejects. */
function once(work: () => Promise<void>, failed: (cause: unknown) => void): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = undefined;
      });
    return running;
  };
}
