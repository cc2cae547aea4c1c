import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { openSession } from '../../../session.ts';

/** `az ml model download`: the files go below a folder named as the model. Prints nothing. */
export async function run(call: Call): Promise<unknown> {
  const { args, terminal, world } = call;
  const at = { name: args.need('name'), version: args.need('version') };
  const folder = resolve(world.cwd, args.text('download-path') ?? '.', at.name);
  const session = await openSession(call);
  const api = models(session.client, session.workspace);
  const files = await api.files(at).all();
  const progress = terminal.progress(`Downloading the model ${at.name}:${at.version} to ${folder}`);
  for (const { path } of files) {
    const target = resolve(folder, path);
    if (!target.startsWith(`${folder}${sep}`))
      throw new Failure(`The service names a file outside of the model: ${path}`);
    await mkdir(dirname(target), { recursive: true });
    const { body } = await api.openFile(at, path);
    const bytes = body === null ? Readable.from([]) : Readable.fromWeb(body as ReadableStream);
    await pipeline(bytes, createWriteStream(target), { signal: world.signal });
  }
  progress.done(`${files.length} files`);
  return undefined;
}
