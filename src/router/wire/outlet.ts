/**
 * Text out of a socket. A write through Node's stream makes several objects and a turn of its queue of ticks, even when the
 * kernel takes all of it there and then, which is nearly always. So text goes to the handle below the stream while
 * nothing else waits to be sent; otherwise, and where the handle is not what it was, it goes by the stream.
 */
import type { Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';

/** What Node keeps without saying so in its documentation; each may be missing one day. */
type WriteRequest = { oncomplete?: (status: number) => void };
/** The status is 0 or the number of an error. The request belongs to the write until that is over. */
type Handle = { writeLatin1String?(request: WriteRequest, text: string): number };
type Inside = { readonly _handle?: Handle | null };
type Binding = {
  readonly WriteRequest: new () => WriteRequest;
  /** What the last write says of itself. */
  readonly state: Int32Array;
  /** Where in `state` it says that it is not over. */
  readonly isLate: number;
};

const binding = findBinding();
/** A write that is over at once leaves it as it was. */
let spare = binding === undefined ? undefined : new binding.WriteRequest();

/** False: all text goes by the streams of this Node. */
export const writesBelow = binding !== undefined;

export class Outlet {
  readonly #socket: Socket;
  /** The kernel has not yet taken all of the last text. */
  #late = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** One byte a character. */
  write(text: string): void {
    const socket = this.#socket;
    const handle = (socket as Inside)._handle;
    const waits = this.#late || socket.connecting || socket.writableLength > 0 || socket.writableCorked > 0;
    if (waits || spare === undefined || !handle?.writeLatin1String) socket.write(text, 'latin1');
    else this.#written(handle.writeLatin1String(spare, text));
  }

  #written(status: number): void {
    if (status !== 0) this.#socket.destroy(failure(status));
    else if (binding !== undefined && binding.state[binding.isLate] !== 0) this.#wait(binding);
  }

  #wait({ WriteRequest }: Binding): void {
    const request = spare;
    spare = new WriteRequest();
    if (request === undefined) return;
    this.#late = true;
    request.oncomplete = (status) => {
      this.#late = false;
      if (status < 0) this.#socket.destroy(failure(status));
    };
  }
}

/** As the stream would have told it. */
function failure(status: number): Error {
  const code = getSystemErrorName(status);
  return Object.assign(new Error(`write ${code}`), { errno: status, code, syscall: 'write' });
}

function findBinding(): Binding | undefined {
  const { binding: find } = process as { binding?: (name: string) => Record<string, unknown> };
  try {
    const found = find?.call(process, 'stream_wrap') ?? {};
    const { WriteWrap, streamBaseState: state, kLastWriteWasAsync: isLate } = found;
    if (typeof WriteWrap !== 'function' || typeof isLate !== 'number') return undefined;
    if (!(state instanceof Int32Array)) return undefined;
    return { WriteRequest: WriteWrap as Binding['WriteRequest'], state, isLate };
  } catch {
    return undefined;
  }
}
