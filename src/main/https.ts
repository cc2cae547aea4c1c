import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { serverTls } from './tls/identity.ts';

const lookAgainMs = 12 * 60 * 60_000;

export type TlsDoor = { readonly port: number; close(): Promise<void> };

export type TlsOptions = {
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly handler: RequestListener;
};

/** The same control plane behind TLS. Its certificate is renewed while it listens. */
export async function listenTls({ home, host, port, handler }: TlsOptions): Promise<TlsDoor> {
  const identity = () => {
    const { cert, key } = serverTls(home, host, Date.now());
    return { cert, key };
  };
  // Uploads take as long as they take; the HTTP door has no limit of this kind either.
  const server = createServer({ ...identity(), minVersion: 'TLSv1.2', requestTimeout: 0 }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const renewal = setInterval(() => server.setSecureContext(identity()), lookAgainMs);
  renewal.unref();
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => {
      clearInterval(renewal);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
