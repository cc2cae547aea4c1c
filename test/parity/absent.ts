/** What Azure has around online endpoints and Teal has not, with the reason. A test asks for each and must be refused. */

export type Absent = { readonly what: string; readonly why: string };

const jobs = 'Teal serves models; it trains none';
const cloud = 'a service of Azure beside Azure ML; the sample needs the cloud';
const workspaces = 'endpoints and assets would go with it';
const registries = 'the one registry holds curated environments to be read';
const clusters = 'instances are processes of this machine';

export const absentCommands: readonly Absent[] = [
  { what: 'ml batch-deployment create', why: 'online endpoints only' },
  { what: 'ml batch-endpoint create', why: 'online endpoints only' },
  { what: 'ml component create', why: jobs },
  { what: 'ml compute attach', why: clusters },
  { what: 'ml compute create', why: clusters },
  { what: 'ml compute show', why: clusters },
  { what: 'ml compute update', why: clusters },
  { what: 'ml data create', why: 'data assets are recorded through REST, for clients that collect data' },
  { what: 'ml datastore create', why: 'files always go to the one store of Teal' },
  { what: 'ml endpoint list-jobs', why: 'online endpoints only' },
  { what: 'ml endpoint list-keys', why: 'its name since 2021 is get-credentials' },
  { what: 'ml environment share', why: registries },
  { what: 'ml job create', why: jobs },
  { what: 'ml model delete', why: 'gone since 2021; archive it' },
  { what: 'ml model package', why: 'packages are container images, and instances are processes' },
  { what: 'ml model share', why: registries },
  { what: 'ml registry create', why: registries },
  { what: 'ml workspace delete', why: workspaces },
  { what: 'ml workspace provision-network', why: 'one machine has no private network' },
  { what: 'group delete', why: 'a group comes with its workspace' },
  { what: 'acr build', why: cloud },
  { what: 'acr login', why: cloud },
  { what: 'deployment group create', why: cloud },
  { what: 'identity create', why: cloud },
  { what: 'keyvault create', why: cloud },
  { what: 'keyvault secret set', why: cloud },
  { what: 'role assignment create', why: cloud },
  { what: 'storage account create', why: cloud },
  { what: 'storage blob upload', why: cloud },
  { what: 'vm run-command invoke', why: cloud },
];

/** A command, and the option that it lacks. */
export const absentOptions: readonly Absent[] = [
  { what: 'ml online-endpoint invoke --input-data', why: 'for batch endpoints' },
  {
    what: 'ml online-endpoint regenerate-keys --key-value',
    why: 'Azure has none either; the REST body has keyValue',
  },
  { what: 'ml online-deployment create --with-package', why: 'Azure has none either; a sample names it' },
  { what: 'ml endpoint create --vscode-debug', why: 'an instance is started without a debugger' },
  { what: 'ml endpoint invoke --input-path', why: 'for batch endpoints' },
  { what: 'ml endpoint invoke --mini-batch-size', why: 'for batch endpoints' },
  { what: 'ml endpoint invoke --output-path', why: 'for batch endpoints' },
  { what: 'ml endpoint update --vscode-debug', why: 'an instance is started without a debugger' },
];

/** Operations: a method and a path below the workspace, or from the root with `/subscriptions`. */
export const absentOperations: readonly Absent[] = [
  {
    what: 'GET /onlineEndpoints/:endpoint/deployments/:deployment/skus',
    why: 'no client is known to call it',
  },
  {
    what: 'DELETE /models/:name/versions/:version',
    why: 'versions are archived: deployments may need their files',
  },
  { what: 'DELETE /models/:name', why: 'versions are archived: deployments may need their files' },
  { what: 'DELETE /environments/:name/versions/:version', why: 'versions are archived' },
  { what: 'PUT /batchEndpoints/:endpoint', why: 'online endpoints only' },
  { what: 'PUT /jobs/:job', why: jobs },
  { what: 'PUT /components/:name/versions/:version', why: jobs },
  { what: 'PUT /datastores/:datastore', why: 'files always go to the one store of Teal' },
  { what: 'POST /models/:name/versions/:version/package', why: 'packages are container images' },
  {
    what: 'DELETE /subscriptions/:s/resourceGroups/:g/providers/Microsoft.MachineLearningServices/workspaces/:w',
    why: workspaces,
  },
  { what: 'PUT /subscriptions/:s/resourceGroups/:g', why: 'a group comes with its workspace' },
];

/** Schema and key. */
export const absentKeys: readonly Absent[] = [
  { what: 'model auto_delete_setting', why: 'nothing is deleted by itself' },
  { what: 'deployment flow', why: 'prompt flows are not served' },
  { what: 'endpoint defaults', why: 'for batch endpoints' },
];

/** What a deployment may not be, with the words of the refusal, which the sources must contain. */
export const absentKinds: readonly (Absent & { readonly says: string })[] = [
  {
    what: 'Triton models (`type: triton_model`)',
    why: 'no Triton server is run',
    says: 'which this Teal cannot serve',
  },
  {
    what: 'Docker builds (`environment.build`)',
    why: 'instances are Python environments, not images',
    says: 'asks for a Docker build',
  },
  {
    what: 'Custom containers',
    why: 'no image is run; inference_config is recorded',
    says: 'no image is run',
  },
];
