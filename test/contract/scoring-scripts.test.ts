/** A scoring script of the demanding kind behind the router: a folder of models, several processes, streams. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, type Score, scorer, scoringUri } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

const script = `
import json
import os
import time

from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse

MODELS = {}
IMPORTED_BY = os.getpid()


def init():
    folder = os.path.join(os.environ["AZUREML_MODEL_DIR"], "models")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name, "weights.json")) as file:
            MODELS[name] = json.load(file)["factor"]


@rawhttp
def run(request):
    asked = json.loads(request.get_data())
    if "stream" in asked:
        return AMLResponse(stream(asked["stream"]), 200, {"Content-Type": "text/event-stream"})
    if "together" in asked:
        open(os.path.join(asked["together"], str(os.getpid())), "w").close()
        while len(os.listdir(asked["together"])) < 3:
            time.sleep(0.01)
        return AMLResponse({"pid": os.getpid(), "imported": IMPORTED_BY}, 200, json_str=True)
    answer = {"answer": MODELS[asked["model"]] * asked["value"], "folder": os.environ["AZUREML_MODEL_DIR"]}
    return AMLResponse(answer, 200, json_str=True)


def stream(go):
    yield "data: first\\n\\n"
    while not os.path.exists(go):
        time.sleep(0.01)
    yield "data: last\\n\\n"
`;

let teal: Teal;
let rest: Rest;
let score: Score;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'teal-scripts-'));
  put('code/score.py', script);
  put('models/small/weights.json', '{"factor": 2}');
  put('models/large/weights.json', '{"factor": 200}');
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'several', join(folder, 'code'));
  await rest.register('models', 'several', join(folder, 'models'));
  await rest.call('PUT', '/onlineEndpoints/several', { properties: {} });
  const ended = await rest.deploy('several', 'blue', 'several', {
    model: 'azureml:several:1',
    modelMountPath: '/var/models',
    environmentVariables: { WORKER_COUNT: '3', WORKER_PRELOAD: 'true' },
    requestSettings: { maxConcurrentRequestsPerInstance: 3, requestTimeout: 'PT60S' },
  });
  expect(ended).toMatchObject({ status: 'Succeeded' });
  await route(rest, 'several', { blue: 100 });
  score = await scorer(rest, 'several');
});
afterAll(async () => {
  await teal?.close();
  rmSync(folder, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('a request names one of the models in the folder, below the mount path', async () => {
  const small = await score({ model: 'small', value: 3 });
  expect([small.status, small.body.answer]).toEqual([200, 6]);
  expect(small.body.folder).toMatch(/\/var\/models\/several\/1$/);
  expect((await score({ model: 'large', value: 3 })).body.answer).toBe(600);
});

test('WORKER_COUNT processes run at once, from one import', async () => {
  const together = join(folder, 'together');
  mkdirSync(together);
  const answers = await Promise.all([1, 2, 3].map(() => score({ together })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const pids = new Set(answers.map(({ body }) => String(body.pid)));
  expect([...pids].sort()).toEqual(readdirSync(together).sort());
  expect(pids.size).toBe(3);
  const [importer, ...others] = new Set(answers.map(({ body }) => String(body.imported)));
  expect(others).toEqual([]);
  expect(pids).not.toContain(importer);
});

test('a stream reaches the client piece by piece', async () => {
  const go = join(folder, 'go');
  const post = request(await scoringUri(rest, 'several'), {
    method: 'POST',
    headers: { authorization: `Bearer ${await primaryKey(rest, 'several')}` },
  });
  post.end(JSON.stringify({ stream: go }));
  const [answer] = (await once(post, 'response')) as [IncomingMessage];
  expect(answer.headers['content-type']).toContain('text/event-stream');
  const pieces: string[] = [];
  for await (const piece of answer.setEncoding('utf8')) {
    pieces.push(piece);
    // The script has not made the rest yet.
    if (pieces.length === 1) writeFileSync(go, '');
  }
  expect(pieces).toEqual(['data: first\n\n', 'data: last\n\n']);
});
