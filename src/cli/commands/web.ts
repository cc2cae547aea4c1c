import { spawn } from 'node:child_process';
import type { Call } from '../call.ts';
import type { Session } from '../session.ts';

/** Opens Studio's page of an object when `--web` was given; the result is printed as ever. */
export function openWeb(
  { args, terminal }: Pick<Call, 'args' | 'terminal'>,
  session: Session,
  path: string,
): void {
  if (!args.flag('web')) return;
  const url = `${session.client.url}/${path}`;
  terminal.note(`Opening ${url}`);
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(opener, [url], { detached: true, stdio: 'ignore' });
  child.on('error', () => terminal.warn(`No browser could be opened; go to ${url}`));
  child.unref();
}
