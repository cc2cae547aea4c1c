import type { Config } from './config/config.ts';
import type { Arguments } from './parse/arguments.ts';
import type { Terminal } from './terminal.ts';
import type { World } from './world.ts';

/** One run of one command: what was typed, where, and how to speak. */
export type Call = {
  readonly program: { readonly name: 'az' | 'teal' };
  readonly args: Arguments;
  readonly world: World;
  readonly terminal: Terminal;
  readonly config: Config;
};
