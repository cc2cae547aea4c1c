/** A router worker's control door, as the publisher uses it. */
import { request } from 'node:http';

export type Reply =
  /** Nobody listens: the worker is not running, and reads the disk when it starts. */
  | { readonly kind: 'away' }
  | { readonly kind: 'acknowledged' }
  /** It serves another version than the one that was continued or replaced. */
  | { readonly kind: 'elsewhere'; readonly version: number }
  | { readonly kind: 'refused'; readonly status: number };

/** A worker reads and checks some 50 MB a second, but it serves meanwhile, and the machine may have other things to do. */
function patienceFor(bytes: number): number {
  return 5000 + bytes / 1000;
}

/** `PUT` sends a whole table, `PATCH` a delta; rejects when the worker breaks off or takes too long. */
export function sendTable(
  socketPath: string,
  method: 'PATCH' | 'PUT',
  pieces: readonly string[],
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    const headers = { 'content-type': 'application/json', 'content-length': length };
    const sent = request({ socketPath, method, path: '/table', headers, agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        resolve(replyOf(answer.statusCode ?? 0, Number(answer.headers['table-version'] ?? Number.NaN))),
      );
    });
    sent.setTimeout(patienceFor(length), () =>
      sent.destroy(new Error(`${socketPath} did not acknowledge the table in time`)),
    );
    sent.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve({ kind: 'away' }) : reject(error),
    );
    sent.end(pieces.join(''));
  });
}

function replyOf(status: number, version: number): Reply {
  if (status === 200) return { kind: 'acknowledged' };
  return status === 409 && Number.isSafeInteger(version)
    ? { kind: 'elsewhere', version }
    : { kind: 'refused', status };
}
