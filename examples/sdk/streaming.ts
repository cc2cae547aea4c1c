/**
 * A model that answers piece by piece, read as it writes.
 *
 *   node streaming.ts [ENDPOINT]
 */
import { createTeal, folderOf } from 'teal-sdk';
import { localTeal } from 'teal-sdk/node';

const [name = 'sdk-streaming'] = process.argv.slice(2);
const teal = createTeal(await localTeal());

const script = `
import json, time
from azureml.contrib.services.aml_request import rawhttp
from azureml.contrib.services.aml_response import AMLResponse

def init():
    pass

def words(text):
    for word in text.split():
        yield word + "\\n"
        time.sleep(0.05)

@rawhttp
def run(request):
    text = json.loads(request.get_data())["text"]
    return AMLResponse(words(text), 200, {"Content-Type": "text/plain"})
`;
const code = await teal.codes.upload({ name: `${name}-code` }, folderOf('code', { 'score.py': script }));
await teal.endpoints.put(name, { properties: { authMode: 'AMLToken' } });
try {
  await teal.deployments(name).put('blue', {
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
    },
  });
  await teal.endpoints.setTraffic(name, { blue: 100 });
  let pieces = 0;
  for await (const piece of teal.stream(name, { text: 'one two three four' })) {
    process.stdout.write(piece);
    pieces++;
  }
  console.log(pieces > 1 ? 'it came in pieces' : 'it came at once');
} finally {
  await teal.endpoints.remove(name);
}
console.log('done');
