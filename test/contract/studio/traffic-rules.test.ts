/** The dialog's own checks of traffic, held to the rules of the service. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTraffic } from '../../../src/domain/traffic.ts';
import { type Draft, flawsOf, isFlawless, wantedOf } from '../../../web/src/pages/endpoint/traffic/draft.ts';

const names = ['blue', 'green', 'red'];
const targets = names.map((name) => ({ name, servingRevision: 1, deleting: false }));
const percent = fc.oneof(
  fc.constantFrom('0', '10', '50', '90', '100', '33.33', '66.67', '', '60', '12,5'),
  fc.integer({ min: 0, max: 10_000 }).map((hundredths) => String(hundredths / 100)),
);
const drafts: fc.Arbitrary<Draft> = fc.record({
  live: fc
    .tuple(percent, percent, percent)
    .map((texts) => names.map((name, at) => ({ name, text: texts[at] ?? '' }))),
  mirror: fc.record({ on: fc.boolean(), to: fc.constantFrom('', ...names), text: percent }),
  reason: fc.constant(''),
});

const isAccepted = (draft: Draft): boolean => {
  const { traffic, mirror } = wantedOf(draft);
  try {
    checkTraffic(traffic, mirror, targets);
    return true;
  } catch {
    return false;
  }
};

test('what the dialog lets pass, the service accepts', () => {
  let passed = 0;
  fc.assert(
    fc.property(drafts, (draft) => {
      if (!isFlawless(flawsOf(draft))) return;
      passed += 1;
      expect(isAccepted(draft)).toBe(true);
    }),
    { numRuns: 5000 },
  );
  expect(passed).toBeGreaterThan(10);
});

test('what the service refuses of live traffic, the dialog refuses, and nothing else', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const live = { ...draft, mirror: { ...draft.mirror, on: false } };
      expect(isFlawless(flawsOf(live))).toBe(isAccepted(live));
    }),
    { numRuns: 2000 },
  );
});
