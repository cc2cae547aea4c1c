/**
 * A safe rollout as a user of Azure Machine Learning writes it in JavaScript; of Teal it knows one environment variable.
 *
 * Usage: rollout.mjs FOLDER, with the files of the example. Prints a line for each step that held.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { createPipelineRequest, isRestError } from '@azure/core-rest-pipeline';
import { AzureCliCredential, DefaultAzureCredential } from '@azure/identity';

const folder = process.argv[2];
const subscription = process.env.AZURE_SUBSCRIPTION_ID;
const scope = [process.env.AZURE_DEFAULTS_GROUP, process.env.AZURE_DEFAULTS_WORKSPACE];
const endpoint = process.env.AZUREML_DEV_URL_MFE;
const name = 'endpt-javascript';
const location = 'local';
/** As in the example's files. */
const parallel = { maxConcurrentRequestsPerInstance: 10 };

const client = new AzureMachineLearningWorkspaces(new DefaultAzureCredential(), subscription, { endpoint });
const { onlineEndpoints, onlineDeployments } = client;

function step(what, holds = true) {
  if (!holds) throw new Error(what);
  console.log(`ok ${what}`);
}

async function refused(statusCode, code, words, call) {
  const error = await call().then(
    () => undefined,
    (reason) => reason,
  );
  const seen = `${error?.name} ${error?.statusCode} ${error?.code} ${error?.message}`;
  const holds = isRestError(error) && error.statusCode === statusCode && error.code === code;
  step(`refused: ${seen}`, holds && error.message.includes(words));
}

async function all(pages) {
  const found = [];
  for await (const one of pages) found.push(one);
  return found;
}

/** Release 2.1.1 has no call for an upload: its own pipeline asks for the place, and fetch writes the file there. */
async function upload(kind, asset, version, content, path) {
  const place = `/subscriptions/${subscription}/resourceGroups/${scope[0]}/providers/Microsoft.MachineLearningServices/workspaces/${scope[1]}`;
  const request = createPipelineRequest({
    url: `${endpoint}${place}/${kind}/${asset}/versions/${version}/startPendingUpload?api-version=2023-04-01`,
    method: 'POST',
    body: JSON.stringify({ pendingUploadType: 'TemporaryBlobReference' }),
  });
  request.headers.set('Content-Type', 'application/json');
  const { status, bodyAsText } = await client.sendRequest(request);
  step(`a place for ${asset} ${version}`, status === 200);
  const { blobUri, credential } = JSON.parse(bodyAsText).blobReferenceForConsumption;
  const [container, signature] = credential.sasUri.split('?');
  const put = await fetch(`${container}/${path}?${signature}`, {
    method: 'PUT',
    headers: { 'x-ms-blob-type': 'BlockBlob' },
    body: content,
  });
  step(`${path} is uploaded`, put.status === 201);
  return blobUri;
}

async function deployment(number, more = {}) {
  const version = String(number);
  const model = join(folder, `model-${number}`);
  const modelAt = await upload(
    'models',
    'diabetes',
    version,
    await readFile(join(model, 'model', 'regression.pkl')),
    'regression.pkl',
  );
  const modelVersion = await client.modelVersions.createOrUpdate(...scope, 'diabetes', version, {
    properties: { modelType: 'custom_model', modelUri: `${modelAt}/regression.pkl`, tags: { by: 'js' } },
  });
  step(`model ${version}`, modelVersion.name === version && modelVersion.properties.tags.by === 'js');
  const codeAt = await upload(
    'codes',
    'scoring',
    version,
    await readFile(join(model, 'onlinescoring', 'score.py')),
    'onlinescoring/score.py',
  );
  const code = await client.codeVersions.createOrUpdate(...scope, 'scoring', version, {
    properties: { codeUri: `${codeAt}/onlinescoring` },
  });
  step(`code ${version}`, code.name === version);
  const environment = await client.environmentVersions.createOrUpdate(...scope, 'regression', version, {
    properties: {
      image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest',
      condaFile: await readFile(join(model, 'environment', 'conda.yaml'), 'utf8'),
    },
  });
  step(`environment ${version}`, environment.properties.condaFile.includes('scikit-learn'));
  return {
    location,
    sku: { name: 'Default', capacity: 1 },
    properties: {
      endpointComputeType: 'Managed',
      model: modelVersion.id,
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
      environmentId: environment.id,
      instanceType: 'Standard_DS3_v2',
      ...more,
    },
  };
}

async function score(uri, key, headers = {}) {
  const answer = await fetch(uri, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, ...headers },
    body: await readFile(join(folder, 'sample-request.json')),
  });
  return {
    status: answer.status,
    by: answer.headers.get('azureml-model-deployment'),
    rows: answer.ok ? (await answer.json()).length : 0,
  };
}

const withTraffic = (traffic) =>
  onlineEndpoints.beginCreateOrUpdateAndWait(...scope, name, {
    location,
    properties: { authMode: 'Key', traffic },
  });

// Credentials
const byCli = new AzureMachineLearningWorkspaces(new AzureCliCredential(), subscription, { endpoint });
step("the Azure CLI's credential", (await byCli.workspaces.get(...scope)).name === scope[1]);
const { token } = await new DefaultAzureCredential().getToken('https://management.azure.com/.default');
step('a token', token.split('.').length === 3);

// The endpoint
await refused(404, 'ResourceNotFound', name, () => onlineEndpoints.get(...scope, name));
const created = await onlineEndpoints.beginCreateOrUpdateAndWait(...scope, name, {
  location,
  tags: { team: 'javascript' },
  properties: { authMode: 'Key', description: 'diabetes' },
});
step('the endpoint is created', created.properties.provisioningState === 'Succeeded');
step('its tags', created.tags.team === 'javascript');
const scoringUri = created.properties.scoringUri;
const keys = await onlineEndpoints.listKeys(...scope, name);
step('two keys', keys.primaryKey && keys.secondaryKey && keys.primaryKey !== keys.secondaryKey);
await refused(404, 'ResourceNotFound', 'nowhere', () => onlineDeployments.get(...scope, name, 'nowhere'));

// Blue takes all
const first = await deployment(1, { requestSettings: { requestTimeout: 'PT6S', ...parallel } });
const blue = await onlineDeployments.beginCreateOrUpdateAndWait(...scope, name, 'blue', first);
step('blue is created', blue.name === 'blue' && blue.properties.provisioningState === 'Succeeded');
step("blue's settings come back", blue.properties.requestSettings.requestTimeout === 'PT6S');
step('blue has all traffic', (await withTraffic({ blue: 100 })).properties.traffic.blue === 100);
const answer = await score(scoringUri, keys.primaryKey);
step('blue answers', answer.status === 200 && answer.rows === 2 && answer.by === 'blue');
step('a wrong key is refused', (await score(scoringUri, 'wrong')).status === 401);
const { content } = await onlineDeployments.getLogs(...scope, name, 'blue', {
  containerType: 'InferenceServer',
  tail: 50,
});
step("blue's log", content.includes('scored a request of 2 rows'));
const scaled = await onlineDeployments.beginUpdateAndWait(...scope, name, 'blue', { sku: { capacity: 2 } });
step('blue is scaled', scaled.sku.capacity === 2);

// Green beside it
const second = await deployment(2, { environmentVariables: { COLOR: 'green' }, requestSettings: parallel });
await onlineDeployments.beginCreateOrUpdateAndWait(...scope, name, 'green', second);
const both = await all(onlineDeployments.list(...scope, name));
step(
  'both are listed',
  both
    .map((one) => one.name)
    .sort()
    .join() === 'blue,green',
);
step('green is not asked', (await score(scoringUri, keys.primaryKey)).by === 'blue');
const named = await score(scoringUri, keys.primaryKey, { 'azureml-model-deployment': 'green' });
step('green answers by name', named.rows === 2 && named.by === 'green');
const lost = {
  ...second,
  properties: { ...second.properties, model: second.properties.model.replace(/2$/, '77') },
};
await refused(400, 'UserError', 'diabetes', () =>
  onlineDeployments.beginCreateOrUpdateAndWait(...scope, name, 'lost', lost),
);

// One that cannot start
const brokenAt = await upload(
  'codes',
  'scoring',
  '3',
  'def init():\n    raise ValueError("no weights")\ndef run(raw):\n    return raw\n',
  'broken/score.py',
);
const broken = await client.codeVersions.createOrUpdate(...scope, 'scoring', '3', {
  properties: { codeUri: `${brokenAt}/broken` },
});
const codeConfiguration = { codeId: broken.id, scoringScript: 'score.py' };
const failed = await onlineDeployments
  .beginCreateOrUpdateAndWait(...scope, name, 'broken', {
    ...second,
    properties: { ...second.properties, codeConfiguration },
  })
  .then(String, (error) => `${error.code} ${error.message}`);
step(`refused: ${failed}`, failed.includes('no weights'));
const state = (await onlineDeployments.get(...scope, name, 'broken')).properties.provisioningState;
step('its state tells', state === 'Failed');
await onlineDeployments.beginDeleteAndWait(...scope, name, 'broken');

// Ten percent, then all
const { traffic } = (await withTraffic({ blue: 90, green: 10 })).properties;
step('green has ten percent', traffic.blue === 90 && traffic.green === 10);
const split = await Promise.all(Array.from({ length: 10 }, () => score(scoringUri, keys.primaryKey)));
step(
  `the split answers ${split.map((one) => one.status).join()}`,
  split.every((one) => one.rows === 2),
);
await refused(400, 'UserError', 'traffic', () => withTraffic({ blue: 70, green: 70 }));
await refused(400, 'UserError', 'blue', () => onlineDeployments.beginDeleteAndWait(...scope, name, 'blue'));
await withTraffic({ blue: 0, green: 100 });
step('green answers', (await score(scoringUri, keys.primaryKey)).by === 'green');
await onlineDeployments.beginDeleteAndWait(...scope, name, 'blue');
const left = await all(onlineDeployments.list(...scope, name));
step('blue is gone', left.length === 1 && left[0].name === 'green');

// Keys
await onlineEndpoints.beginRegenerateKeysAndWait(...scope, name, { keyType: 'Secondary' });
const fresh = await onlineEndpoints.listKeys(...scope, name);
step('one key is new', fresh.secondaryKey !== keys.secondaryKey && fresh.primaryKey === keys.primaryKey);
step('the old one is refused', (await score(scoringUri, keys.secondaryKey)).status === 401);
step('the new one opens', (await score(scoringUri, fresh.secondaryKey)).status === 200);

// Lists
const versions = await all(client.modelVersions.list(...scope, 'diabetes'));
step('two versions of the model', versions.map((one) => one.name).join() === '2,1');
const listed = [client.modelContainers, client.codeContainers, client.environmentContainers];
const names = await Promise.all(listed.map((kind) => all(kind.list(...scope))));
step(
  'containers are listed',
  ['diabetes', 'scoring', 'regression'].every((one, at) => names[at].some((found) => found.name === one)),
);
await refused(404, 'ResourceNotFound', 'diabetes', () => client.modelVersions.get(...scope, 'diabetes', '9'));
const tagged = await onlineEndpoints.beginUpdateAndWait(...scope, name, { tags: { team: 'other' } });
step('tags are changed', tagged.tags.team === 'other');

// The end
await onlineEndpoints.beginDeleteAndWait(...scope, name);
step('all is deleted', (await all(onlineEndpoints.list(...scope))).length === 0);
console.log('done');
