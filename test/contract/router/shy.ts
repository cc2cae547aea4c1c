/** An instance that leaves requests unread. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Takes connections, reads `argv[2]` bytes of each, says `argv[3]`, and closes them with the rest unread, which only a
 * program without a reader of its own can do. Tells how often.
 */
const shy = `
import select, socket, sys
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen()
print("ready", flush=True)
while True:
    client, _ = door.accept()
    select.select([client], [], [])
    left = int(sys.argv[2])
    while left > 0: left -= len(client.recv(left))
    client.sendall(sys.argv[3].encode().decode("unicode_escape").encode())
    print("closing", flush=True)
    client.close()
`;

export async function startShy(dir: string, reads: number, says: string) {
  const path = join(dir, 'shy.s');
  const child = spawn('python3', ['-c', shy, path, String(reads), says], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await once(child.stdout, 'data');
  return {
    address: { kind: 'unix', path } as const,
    asked: () => told.split('closing').length - 1,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
      return told.split('closing').length - 1;
    },
  };
}
