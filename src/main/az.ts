import { enableCompileCache } from 'node:module';

// Before anything else is loaded: what a start costs is mostly reading sources.
enableCompileCache();
const { az } = await import('../cli/programs.ts');
const { run } = await import('../cli/run.ts');
const { processWorld } = await import('./process-world.ts');

process.exitCode = await run(process.argv.slice(2), az, processWorld());
