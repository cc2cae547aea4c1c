import type { Call } from '../call.ts';
import { variablesFor } from './environment.ts';
import { homeOf } from './place.ts';

/** `eval "$(teal env)"`: the same as `teal exec`, for the rest of a shell session. */
export async function env({ args, world }: Call): Promise<undefined> {
  const variables = variablesFor(homeOf(world, args.text('home')), world.env);
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined) world.stdout.write(`export ${name}=${quoted(value)}\n`);
    else if (world.env[name] !== undefined) world.stdout.write(`unset ${name}\n`);
  }
  return undefined;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
