import type { Call } from '../call.ts';
import { usage } from '../failure.ts';
import { governingShape, openAutoscale } from './shape.ts';

/** `teal autoscale set`: replaces what was set before. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const seconds = (option: string) => {
    const value = args.number(option);
    return value === undefined ? undefined : `PT${value}S`;
  };
  const target = targetOf(args.text('target'));
  const [min, window, idle] = [args.number('min'), seconds('window'), seconds('idle')];
  const [maxHeld, hold] = [args.number('max-held'), seconds('hold')];
  const api = await openAutoscale(call);
  const policy = {
    maxInstances: args.number('max') ?? 1,
    ...(min === undefined ? {} : { minInstances: min }),
    ...(target === undefined ? {} : { targetInFlight: target }),
    ...(window === undefined ? {} : { window }),
    ...(idle === undefined ? {} : { idle }),
    ...(maxHeld === undefined ? {} : { maxHeld }),
    ...(hold === undefined ? {} : { holdTimeout: hold }),
  };
  return governingShape(await api.set(args.need('deployment'), policy, { signal: world.signal }));
}

function targetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value > 0) return value;
  throw usage(`argument --target: '${text}' is not a number above 0`);
}
