/**
 * The instance of the router's benchmarks: answers a small JSON body on the Unix socket that it is given.
 * Run: node bench/router-instance.ts SOCKET [MS before each answer, default none; `never` for no answer at all]
 */
import { createServer } from 'node:http';

const [path = '', behaviour = '0'] = process.argv.slice(2);
const body = Buffer.from('{"prediction":[0.13,0.87]}');
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    response.end(body);
  };
  request.resume();
  request.on('end', () => {
    if (behaviour === '0') answer();
    else if (behaviour !== 'never') setTimeout(answer, Number(behaviour));
  });
});
server.listen({ path }, () => console.log('ready'));
