import { expect } from 'vitest';
import { type Chapter, json } from './row.ts';

const id = '00000000-0000-0000-0000-000000000000';
const account = {
  environmentName: expect.any(String),
  homeTenantId: expect.any(String),
  id,
  isDefault: true,
  managedByTenants: [],
  name: expect.any(String),
  state: 'Enabled',
  tenantId: expect.any(String),
  user: { name: expect.any(String), type: expect.any(String) },
};
const group = {
  id: `/subscriptions/${id}/resourceGroups/teal`,
  location: 'local',
  managedBy: null,
  name: 'teal',
  properties: { provisioningState: 'Succeeded' },
  tags: {},
  type: 'Microsoft.Resources/resourceGroups',
};

/** Prints the claim `aud` of the token on standard input. */
const audience = `python3 -c 'import base64, json, sys; print(json.loads(base64.urlsafe_b64decode(sys.stdin.read().split(".")[1] + "=="))["aud"])'`;

/** What scripts ask of `az` around the commands on machine learning: section 1.5 of the contract, and trap 18. */
export const supportRows: Chapter = {
  title: 'support commands',
  rows: [
    { what: 'the account', line: 'az account show', out: json(account) },
    { what: 'its id alone', line: 'az account show --query id -o tsv', out: `${id}\n` },
    { what: 'by its name', line: 'az account show -n Teal --query isDefault', out: 'true\n' },
    {
      what: 'one that is not there',
      line: 'az account show -s Other',
      code: 2,
      err: "'Other' does not exist",
    },
    { what: 'all of them', line: 'az account list --all --refresh', out: json([account]) },
    { what: 'trap 2: choosing one prints nothing', line: 'az account set -s Teal' },
    { what: 'choosing one that is not there', line: 'az account set --name Other', code: 2, err: 'Other' },
    {
      what: 'a token',
      line: 'az account get-access-token',
      out: json({
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        expiresOn: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
        expires_on: expect.any(Number),
        subscription: id,
        tenant: expect.any(String),
        tokenType: 'Bearer',
      }),
    },
    {
      what: 'the token alone, for a resource',
      line: 'az account get-access-token --resource https://ml.azure.com --query accessToken -o tsv',
      out: /^[\w-]+\.[\w-]+\.[\w-]+\n$/,
    },
    {
      what: 'by resource type and scope',
      line: 'az account get-access-token --resource-type arm --query tokenType -o tsv; az account get-access-token --scope https://storage.azure.com/.default -s Teal --query tokenType -o tsv',
      out: 'Bearer\nBearer\n',
    },
    {
      what: 'whom a token is for',
      line: `for r in '' '--resource https://ml.azure.com' '--scope https://storage.azure.com/.default'; do az account get-access-token $r --query accessToken -o tsv | ${audience}; done`,
      out: 'https://management.azure.com\nhttps://ml.azure.com\nhttps://storage.azure.com\n',
    },
    {
      what: 'for a tenant, with a warning',
      line: 'az account get-access-token -t common -o none',
      err: 'WARNING: --tenant has no effect',
    },
    {
      what: 'for a resource that Teal has nothing to do with',
      line: 'az account get-access-token --resource https://x.example',
      code: 1,
      err: 'this Teal issues',
    },
    {
      what: 'signing in',
      line: 'az login --identity -u x --query "[].name"',
      out: json(['Teal']),
      err: 'has no effect',
    },
    {
      what: 'signing in as a service',
      line: 'az login --service-principal --client-id c -p secret --tenant t --federated-token f --use-device-code --query "[0].id" -o tsv',
      out: `${id}\n`,
      err: /^(?![\s\S]*secret)[\s\S]*has no effect/,
    },
    { what: 'signing out', line: 'az logout --username x', err: 'has no effect' },
    {
      what: 'trap 2: defaults are set without a word',
      line: 'az configure --defaults group=teal workspace=default location=local',
    },
    {
      what: 'trap 18: defaults as a list',
      line: 'az configure --list-defaults',
      out: json([
        { name: 'group', source: expect.any(String), value: 'teal' },
        { name: 'workspace', source: expect.any(String), value: 'default' },
        { name: 'location', source: expect.any(String), value: 'local' },
      ]),
    },
    {
      what: 'trap 18: one of them',
      line: `az configure -l --query "[?name=='group'].value" -o tsv`,
      out: 'teal\n',
    },
    {
      what: 'the first of them',
      line: `az configure -l --query "[?name=='workspace'].value | [0]"`,
      out: '"default"\n',
    },
    {
      what: 'a scope',
      line: 'az configure --scope global --defaults location=here && az configure --scope global -d location=local',
    },
    {
      what: 'a filter that nothing matches prints nothing',
      line: `az configure -l --query "[?name=='x'].value" -o tsv`,
    },
    {
      what: 'an empty value removes',
      line: `az configure -d location= && az configure -l --query "[].name" -o tsv`,
      out: 'group\nworkspace\n',
    },
    {
      what: 'trap 18: the configuration is an object of lists',
      line: 'az config get',
      out: json(
        expect.objectContaining({
          defaults: expect.arrayContaining([expect.objectContaining({ name: 'group' })]),
        }),
      ),
    },
    {
      what: 'a query with blanks around ==',
      line: `az config get --query "defaults[?name == 'workspace'].value" -o tsv`,
      out: 'default\n',
    },
    { what: 'a section', line: 'az config get defaults --query "[].name" -o tsv', out: 'group\nworkspace\n' },
    {
      what: 'one setting',
      line: 'az config get defaults.group',
      out: json({ name: 'group', source: expect.any(String), value: 'teal' }),
    },
    {
      what: 'a setting that is not there',
      line: 'az config get defaults.nope',
      code: 1,
      err: /^ERROR: .*nope/,
    },
    {
      what: 'setting and unsetting, in the folder alone',
      line: 'az config set core.output=tsv --local -o none && az account show --query name; az config unset core.output --local; az config get core.output --local',
      code: 1,
      out: 'Teal\n',
      err: 'core.output',
    },
    {
      what: 'defaults from the environment',
      line: 'AZURE_DEFAULTS_WORKSPACE=nowhere az ml online-endpoint list',
      code: 3,
      err: "'nowhere'",
    },
    { what: 'a group', line: 'az group show', out: json(group) },
    {
      what: 'trap 18: a value without -o tsv',
      line: 'az group show -n teal --query location',
      out: '"local"\n',
    },
    {
      what: 'a group that is not there',
      line: 'az group show --name none',
      code: 3,
      err: /ResourceGroupNotFound|not found/,
    },
    {
      what: 'whether one exists',
      line: 'az group exists -n teal; az group exists -g none',
      out: 'true\nfalse\n',
    },
    { what: 'all groups', line: 'az group list --query "[].name" -o tsv', out: 'teal\n' },
    { what: 'groups with a tag', line: 'az group list --tag a=b', out: '[]\n' },
    {
      what: 'creating the one that there is',
      line: 'az group create -n teal -l here --tags a=b --managed-by x --query name -o tsv',
      out: 'teal\n',
      err: '--location has no effect',
    },
    { what: 'creating another', line: 'az group create -n other', code: 1, err: 'other' },
    {
      what: 'a workspace has the keys that scripts read',
      line: 'az ml workspace show --query "{a: name, b: resource_group, c: location, d: type(storage_account), e: type(id)}"',
      out: json({ a: 'default', b: 'teal', c: 'local', d: 'string', e: 'string' }),
    },
    {
      what: 'trap 18: the ninth field of container_registry',
      line: "az ml workspace show -w default --query container_registry -o tsv | cut -d'/' -f9-",
      out: /^\w+\n$/,
    },
    {
      what: 'a workspace that is not there',
      line: 'az ml workspace show --name none -g teal',
      code: 3,
      err: 'none',
    },
    {
      what: 'creating the one that there is shows it',
      line: 'az ml workspace create -g teal -n default --location local --query "[name, resource_group, location]"',
      out: json(['default', 'teal', 'local']),
    },
    {
      what: 'all workspaces',
      line: 'az ml workspace list -g teal --query "[].name" -o tsv',
      out: 'default\n',
    },
    { what: 'adding the extension', line: 'az extension add -n ml -y --upgrade' },
    {
      what: 'adding a version of it, with a warning for what has no effect',
      line: 'az extension add --name ml --version 2.0 --source x --allow-preview true --system',
      err: '--version has no effect',
    },
    {
      what: 'another extension',
      line: 'az extension add -n other',
      code: 1,
      err: "'other' is not available on Teal",
    },
    {
      what: 'updating and removing it',
      line: 'az extension update -n ml --allow-preview true; az extension remove -n ml',
      err: '--allow-preview has no effect',
    },
    { what: 'the list of extensions', line: 'az extension list --query "[].name" -o tsv', out: 'ml\n' },
    { what: 'the extension', line: 'az extension show -n ml --query name -o tsv', out: 'ml\n' },
    { what: 'versions', line: "az version --query 'keys(@) | contains(@, `azure-cli`)'", out: 'true\n' },
    { what: 'the version as an option', line: 'az --version -o none' },
    { what: 'completion', line: 'az completion bash | head -n 1', out: /\S/ },
    ...[
      'az acr list',
      'az identity list',
      'az monitor log-analytics workspace list',
      'az ml compute list',
      'az keyvault list',
    ].map((line) => ({
      what: 'commands on what Teal has not',
      line,
      code: 2,
      err: /^ERROR: .*misspelled or not recognized/,
    })),
  ],
};
