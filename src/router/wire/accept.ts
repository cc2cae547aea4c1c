/**
 * Accepted connections, read into one buffer: Node makes a new one of 64 KB for each read of a socket, which costs
 * more than all of the routing. Its remedy, `onread`, is offered to sockets that connect; an accepted one gets it by
 * moving its handle into a socket made with it. Where that is not possible the socket works as it is.
 */
import { Socket, type SocketConstructorOpts } from 'node:net';

/** What Node keeps on a socket without saying so in its documentation; each may be missing one day. */
type Inside = { _handle?: unknown };

const shared = Buffer.allocUnsafeSlow(64 * 1024);

/** `read` gets bytes[0, count) of a buffer that is valid during the call only. */
export function readInto(accepted: Socket, read: (bytes: Buffer, count: number) => void): Socket {
  const callback = (count: number): boolean => {
    read(shared, count);
    return true;
  };
  return moved(accepted, { onread: { buffer: shared, callback } }) ?? accepted;
}

function moved(from: Socket, options: SocketConstructorOpts): Socket | undefined {
  const inside = from as Inside;
  const handle = inside._handle;
  if (handle === undefined || handle === null) return undefined;
  inside._handle = null;
  return new Socket({ ...options, handle, allowHalfOpen: true } as SocketConstructorOpts);
}
