/**
 * A safe rollout, blue to green: upload, deploy, test in isolation, mirror, shift, delete.
 *
 *   node rollout.ts [ENDPOINT [FOLDER_WITH_SCORE_PY]]
 *
 * Finds the Teal of this machine (TEAL_HOME), or another one (TEAL_URL and TEAL_TOKEN).
 */
import { createTeal, type DeploymentBody, folderOf, type Progress } from 'teal-sdk';
import { fromDisk, localTeal } from 'teal-sdk/node';

const [name = 'sdk-rollout', folder] = process.argv.slice(2);
const teal = createTeal(await localTeal());
const deployments = teal.deployments(name);
let last = '';
const shown = ({ step, detail }: Progress) => {
  const now = `${step} ${detail}`.trim();
  if (now !== '' && now !== last) console.log(`  ${now}`);
  last = now;
};

const script = `
import json, os

def init():
    print(os.environ["WHO"], "is ready", flush=True)

def run(raw):
    print("asked:", raw, flush=True)
    return {"who": os.environ["WHO"], "echo": json.loads(raw)}
`;
const source = folder === undefined ? folderOf('code', { 'score.py': script }) : fromDisk(folder);
const code = await teal.codes.upload({ name: `${name}-code` }, source, {
  onProgress: ({ sentFiles, totalFiles }) => console.log(`uploaded ${sentFiles} of ${totalFiles} files`),
});

/** What both deployments are, but for the name that they answer with. */
function body(who: string): DeploymentBody {
  return {
    sku: { capacity: 1 },
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
      environmentVariables: { WHO: who },
    },
  };
}

await teal.endpoints.put(name, { properties: { authMode: 'Key' } }, { guard: { ifNone: '*' } });
try {
  await deployments.put('blue', body('blue'), { onProgress: shown });
  await teal.endpoints.setTraffic(name, { blue: 100 });
  console.log('blue answers', await teal.invoke(name, { rows: [1] }));

  await deployments.put('green', body('green'), { onProgress: shown });
  console.log('green in isolation', await teal.invoke(name, { rows: [2] }, { deployment: 'green' }));

  await teal.endpoints.setMirrorTraffic(name, { green: 10 });
  await teal.endpoints.setMirrorTraffic(name, {});
  await teal.endpoints.setTraffic(name, { blue: 90, green: 10 });
  const counts: Record<string, number> = {};
  for (let request = 0; request < 20; request++) {
    const { who } = await teal.invoke<{ who: string }>(name, { request });
    counts[who] = (counts[who] ?? 0) + 1;
  }
  console.log('answers at 90/10', counts);

  const endpoint = await teal.endpoints.setTraffic(name, { green: 100 });
  console.log('traffic', endpoint.properties.traffic);
  console.log((await deployments.logs('green', { tail: 3 })).trimEnd());
  await deployments.remove('blue');
  for await (const one of deployments.list())
    console.log('left:', one.name, one.properties.provisioningState);
} finally {
  await teal.endpoints.remove(name);
}
console.log('done');
