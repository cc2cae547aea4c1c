/** What must hold for every input, each with its share of a run. */
import fc from 'fast-check';
import { checkAnswer } from './answer-property.ts';
import { instanceAnswer } from './answers.ts';
import { checkHead } from './head-property.ts';
import { requestHead } from './heads.ts';
import { checkStream } from './stream-property.ts';
import { clientStream } from './streams.ts';

export type Count = { readonly inputs: number; readonly taken: number };

export type Property = {
  readonly name: string;
  /** Of all inputs. */
  readonly share: number;
  /**
   * Tries `inputs` inputs, the same ones for the same seed. `taken`: how many were not left to llhttp at once, which
   * are those that could be misread. Throws at the first that is, with the smallest input like it.
   */
  run(inputs: number, seed: number): Promise<Count>;
};

/** Sockets let go of what they hold between two of these. */
const BATCH = 500;

function property<T>(name: string, share: number, of: Of<T>): Property {
  return {
    name,
    share,
    run: async (inputs, seed) => {
      let taken = 0;
      const checked = fc.asyncProperty(of.inputs, async (input) => {
        if (await of.check(input)) taken += 1;
      });
      for (let from = 0; from < inputs; from += BATCH) {
        await fc.assert(checked, { seed: seed + from, numRuns: Math.min(BATCH, inputs - from) });
        await new Promise((resolve) => setImmediate(resolve));
      }
      return { inputs, taken };
    },
  };
}

type Of<T> = { readonly inputs: fc.Arbitrary<T>; readonly check: (input: T) => boolean | Promise<boolean> };

export const properties: readonly Property[] = [
  property('heads of requests', 0.6, { inputs: requestHead, check: checkHead }),
  property('streams of requests', 0.2, {
    inputs: clientStream,
    check: async (stream) => (await checkStream(stream)) > 0,
  }),
  property('answers of instances', 0.2, { inputs: instanceAnswer, check: checkAnswer }),
];
