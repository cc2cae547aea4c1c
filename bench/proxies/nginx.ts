/** nginx as upstream and as proxy: one worker process; its log, if any, is gathered in memory as Teal's is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, listens, type Place, type Running, ready } from '../processes.ts';
import { lineOf } from './log-line.ts';
import { type Entrant, GREEN, KEY, MIRRORED, type Order, onlyChild, PATH, proxyOf } from './proxy.ts';

const ANSWER = '{"prediction":[0.13,0.87]}';

/** Answers every request with a small JSON body on a Unix socket; many times quicker than any model. */
export async function startUpstream(
  program: string,
  folder: string,
  cores?: string,
): Promise<Running & { socket: string }> {
  const socket = join(folder, 'up.sock');
  const server = `server { listen unix:${socket}; location / { default_type application/json; return 200 '${ANSWER}'; } }`;
  const running = await start(program, { folder, cores, place: { path: socket } }, server);
  return { ...running, socket };
}

export async function startNginx(program: string, order: Order, port: number): Promise<Entrant> {
  const running = await start(program, { ...order, place: { port } }, proxyConfig(order, port));
  const worker = await ready(running, () => onlyChild(running.pid));
  return proxyOf(order.log ? 'nginx, with a log' : 'nginx', port, running, worker);
}

type Setup = { readonly folder: string; readonly cores?: string | undefined; readonly place: Place };

async function start(program: string, { folder, cores, place }: Setup, http: string): Promise<Running> {
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, frame(folder, http));
  const log = join(folder, 'nginx.log');
  const running = launch(program, ['-c', path, '-p', folder, '-e', log], { log, cores });
  await ready(running, () => listens(place));
  return running;
}

function frame(folder: string, http: string): string {
  // As root the workers would be somebody who may not enter the folder of the sockets.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join(' ');
  return `${user}worker_processes 1; daemon off; pid ${join(folder, 'nginx.pid')};
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000; ${temporary}
  ${http}
}
`;
}

const line = lineOf({
  TimeGenerated: '$time_iso8601',
  DeploymentName: '$target',
  InstanceId: '$upstream_addr',
  Method: '$request_method',
  Path: '$uri',
  Protocol: '$server_protocol',
  UserAgent: '$http_user_agent',
  XMSClientRequestId: '$http_x_ms_client_request_id',
  XRequestId: '$request_id',
  ResponseCode: '$status',
  RequestPayloadSize: '$content_length',
  ResponsePayloadSize: '$body_bytes_sent',
  TotalDurationMs: '$request_time',
  ResponseDurationMs: '$upstream_header_time',
});

function proxyConfig({ upstream, mirror, log, folder }: Order, port: number): string {
  const access = `access_log ${join(folder, 'access.log')} lines buffer=64k flush=1s;`;
  const pools = ['blue', 'green', 'shadow'].map(
    (name) => `upstream ${name} { server unix:${upstream}; keepalive 64; keepalive_requests 1000000000; }`,
  );
  const forward = (name: string) =>
    `proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-Request-Id $request_id; proxy_pass http://${name}/score;`;
  return `log_format lines escape=json '${line}';
  split_clients "$request_id" $variant { ${GREEN}% green; * blue; }
  split_clients "copy$request_id" $drawn { ${MIRRORED}% 1; * 0; }
  map $http_azureml_model_deployment $target { "" $variant; default $http_azureml_model_deployment; }
  map $http_azureml_model_deployment $copied { "" $drawn; default 0; }
  map $http_authorization $known { default 0; "Bearer ${KEY}" 1; }
  ${pools.join('\n  ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    ${log ? access : ''}
    location / { return 404; }
    location = ${PATH} {
      if ($known = 0) { return 401; }
      ${mirror ? 'mirror /copy;' : ''}
      add_header azureml-model-deployment $target; add_header x-request-id $request_id;
      ${forward('$target')}
    }
    location = /copy { internal; if ($copied = 0) { return 204; } ${forward('shadow')} }
  }`;
}
