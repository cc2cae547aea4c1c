/** HAProxy: one thread; its log, if any, goes to its standard output, a file. Debian's has no way to mirror without a further program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, listens, ready } from '../processes.ts';
import { lineOf } from './log-line.ts';
import { type Entrant, GREEN, KEY, type Order, PATH, proxyOf } from './proxy.ts';

export async function startHaproxy(program: string, order: Order, port: number): Promise<Entrant> {
  const path = join(order.folder, 'haproxy.cfg');
  writeFileSync(path, config(order, port));
  const running = launch(program, ['-db', '-f', path], {
    log: join(order.folder, 'haproxy.log'),
    cores: order.cores,
  });
  await ready(running, () => listens({ port }));
  return proxyOf(order.log ? 'HAProxy, with a log' : 'HAProxy', port, running);
}

const line = lineOf({
  TimeGenerated: '%tr',
  DeploymentName: '%b',
  InstanceId: '%s',
  Method: '%HM',
  Path: '%HPO',
  Protocol: '%HV',
  UserAgent: '%[capture.req.hdr(0)]',
  XMSClientRequestId: '%[capture.req.hdr(1)]',
  XRequestId: '%[var(txn.id)]',
  ResponseCode: '%ST',
  RequestPayloadSize: '%U',
  ResponsePayloadSize: '%B',
  TotalDurationMs: '%Ta',
  ResponseDurationMs: '%Tr',
});
const logging = `  log global
  http-request capture req.hdr(user-agent) len 70
  http-request capture req.hdr(x-ms-client-request-id) len 40
  log-format '${line}'
`;

function config({ upstream, log }: Order, port: number): string {
  const backends = ['blue', 'green'].map(
    (name) => `backend ${name}
  http-reuse always
  http-request set-path /score
  http-response set-header azureml-model-deployment ${name}
  http-response set-header x-request-id %[var(txn.id)]
  server s unix@${upstream}`,
  );
  return `global
  nbthread 1
  maxconn 4096
  ${log ? 'log stdout format raw local0' : ''}
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend score
  bind 127.0.0.1:${port} backlog 4096
${log ? logging : ''}  acl known req.hdr(authorization) -m str "Bearer ${KEY}"
  acl named req.hdr(azureml-model-deployment) -m found
  http-request deny deny_status 404 unless { path ${PATH} }
  http-request deny deny_status 401 unless known
  http-request set-var(txn.id) uuid()
  http-request set-header x-request-id %[var(txn.id)]
  use_backend %[req.hdr(azureml-model-deployment)] if named
  use_backend green if { rand(100) lt ${GREEN} }
  default_backend blue
${backends.join('\n')}
`;
}
