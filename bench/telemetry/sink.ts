/** An OTLP endpoint that takes everything and keeps nothing; prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  request.resume().once('end', () => response.end());
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
