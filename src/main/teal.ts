import { enableCompileCache } from 'node:module';

// Before anything else is loaded: what a start costs is mostly reading sources.
enableCompileCache();
const { tealCommands } = await import('../cli/teal/commands.ts');
const { run } = await import('../cli/run.ts');
const { processWorld } = await import('./process-world.ts');
const { serverDoor } = await import('./door.ts');

const program = {
  name: 'teal' as const,
  summary: 'Serve models behind online endpoints and roll out new versions safely.',
  chapters: [{ words: [], summary: '', load: async () => tealCommands(serverDoor) }],
};

process.exitCode = await run(process.argv.slice(2), program, processWorld());
