import { connect } from 'node:net';

const request = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
const healthy = /^HTTP\/1\.[01] 200[ \r]/;
const longestStatusLine = 1024;

/** True when `GET /` over a Unix socket is answered with 200 in time; never throws. */
export function probeSocket(path: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let head = '';
    const end = (ok: boolean) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(ok);
    };
    const deadline = setTimeout(() => end(false), timeoutMs);
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(request));
    socket.on('data', (text: string) => {
      head += text;
      if (head.includes('\n') || head.length > longestStatusLine) end(healthy.test(head));
    });
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}
