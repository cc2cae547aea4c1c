/**
 * Loaded into every process of a Teal before its own program (`NODE_OPTIONS`): its wall clock is as many milliseconds
 * ahead as the file in MOVABLE_CLOCK says, from one moment to the next, as when somebody sets the machine's. The clocks that
 * nobody sets, such as performance.now(), go on.
 */
import { readFileSync } from 'node:fs';

const path = process.env.MOVABLE_CLOCK;
const real = Date;
let ahead = 0;

function look(): void {
  try {
    ahead = path === undefined ? 0 : Number(readFileSync(path, 'utf8'));
  } catch {
    // It was not moved yet.
  }
}

const now = (): number => real.now() + ahead;

look();
setInterval(look, 10).unref();
globalThis.Date = new Proxy(real, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
