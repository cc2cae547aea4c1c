/** The instance of the router's benchmark: answers a small JSON body on the Unix socket that it is given. */
import { createServer } from 'node:http';

const body = Buffer.from('{"prediction":[0.13,0.87]}');
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    response.end(body);
  });
});
server.listen({ path: process.argv[2] ?? '' }, () => console.log('ready'));
