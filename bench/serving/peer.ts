/** Other servers of models from PyPI, each with the sample's own script behind it, one process for the model. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../places.ts';
import { launch, type Running, ready } from '../processes.ts';
import { answers, BODY, sample } from './sample.ts';

export type Peer = {
  readonly name: string;
  readonly requirement: string;
  readonly module: string;
  /** Program and arguments; `bin` is the environment's own, `folder` empty and its own. */
  readonly command: (at: { bin: string; folder: string; ports: readonly number[] }) => readonly string[];
};

const own = join(import.meta.dirname, 'peers');
const python = (script: string, bin: string, ...words: string[]) => [
  join(bin, 'python'),
  join(own, script),
  ...words,
];

/** The first one is what the others are measured by. */
export const peers: readonly Peer[] = [
  {
    name: 'azureml-inference-server-http',
    requirement: 'azureml-inference-server-http',
    module: 'azureml_inference_server_http',
    command: ({ bin, ports: [port, health] }) => [
      join(bin, 'azmlinfsrv'),
      ...['--entry_script', join(sample, 'onlinescoring/score.py'), '--model_dir', sample],
      ...['--port', String(port), '--health_port', String(health)],
    ],
  },
  {
    name: 'MLServer',
    requirement: 'mlserver',
    module: 'mlserver',
    command: ({ bin, folder, ports }) => python('score_mlserver.py', bin, folder, ...ports.map(String)),
  },
  {
    name: 'BentoML',
    requirement: 'bentoml',
    module: 'bentoml',
    command: ({ bin, ports: [port] }) => [
      join(bin, 'bentoml'),
      ...[
        'serve',
        'score_bentoml:Score',
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--working-dir',
        own,
      ],
    ],
  },
  {
    name: 'LitServe',
    requirement: 'litserve',
    module: 'litserve',
    command: ({ bin, ports: [port] }) => python('score_litserve.py', bin, String(port)),
  },
  {
    name: 'Ray Serve',
    requirement: 'ray[serve]',
    module: 'ray',
    command: ({ bin, ports: [port] }) => python('score_ray.py', bin, String(port)),
  },
];

export async function startPeer(
  peer: Peer,
  bin: string,
  folder: string,
): Promise<{ port: number; running: Running }> {
  const ports = [await freePort(), await freePort(), await freePort()];
  mkdirSync(folder, { recursive: true });
  const [program = '', ...words] = peer.command({ bin, folder, ports });
  const running = launch(program, words, {
    log: join(folder, 'log'),
    cwd: folder,
    env: variables(bin, folder),
  });
  const port = ports[0] ?? 0;
  await ready(running, () => answers({ place: { port }, path: '/score', fields: {}, body: BODY }), 120_000);
  return { port, running };
}

/** Nobody is told that it ran. */
function variables(bin: string, folder: string): NodeJS.ProcessEnv {
  // Ray keeps sockets below its folder, whose names must stay short.
  const temporary = join(folder, 't');
  mkdirSync(temporary, { recursive: true });
  return {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    PYTHONPATH: `${join(sample, 'onlinescoring')}:${own}`,
    PYTHONDONTWRITEBYTECODE: '1',
    AZUREML_MODEL_DIR: sample,
    BENTOML_DO_NOT_TRACK: 'True',
    BENTOML_HOME: temporary,
    RAY_USAGE_STATS_ENABLED: '0',
    RAY_TMPDIR: temporary,
    NO_PROXY: '*',
  };
}
