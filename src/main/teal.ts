import { enableCompileCache } from 'node:module';

// Before anything else is loaded: what a start costs is mostly reading sources.
enableCompileCache();
const { teal } = await import('../cli/programs.ts');
const { run } = await import('../cli/run.ts');
const { processWorld } = await import('./process-world.ts');

const own = {
  words: [],
  summary: '',
  load: async () => {
    const { applyCommand } = await import('../cli/apply/commands.ts');
    const { tealCommands } = await import('../cli/teal/commands.ts');
    const { serverDoor } = await import('./door.ts');
    return [...tealCommands(serverDoor), applyCommand];
  },
};

process.exitCode = await run(process.argv.slice(2), teal([own]), processWorld());
