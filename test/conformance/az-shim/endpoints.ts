import { expect } from 'vitest';
import { type Chapter, json, progress } from './row.ts';

const workspace =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/teal/providers/Microsoft.MachineLearningServices/workspaces/default';
const text = expect.any(String);

/** What create, update and show print: section 2.2. */
const endpoint = (name: string, more: object = {}) => ({
  auth_mode: 'key',
  id: `${workspace}/onlineEndpoints/${name}`,
  identity: { principal_id: text, tenant_id: text, type: 'system_assigned' },
  kind: 'Managed',
  location: 'local',
  mirror_traffic: {},
  name,
  openapi_uri: expect.stringMatching(/\/swagger\.json$/),
  properties: expect.objectContaining({
    AzureAsyncOperationUri: text,
    'azureml.onlineendpointid': `${workspace}/onlineEndpoints/${name}`.toLowerCase(),
    createdAt: text,
    createdBy: text,
    lastModifiedAt: text,
  }),
  provisioning_state: 'Succeeded',
  public_network_access: 'enabled',
  resourceGroup: 'teal',
  scoring_uri: expect.stringMatching(/^http.*\/score$/),
  tags: {},
  traffic: {},
  ...more,
});

/** `az ml online-endpoint` but for traffic. */
export const endpointRows: Chapter = {
  title: 'online-endpoint',
  rows: [
    {
      what: 'trap 14: one of a name alone, in lower case',
      line: 'az ml online-endpoint create -n Alone',
      out: json(endpoint('alone')),
      err: progress('Creating endpoint alone'),
    },
    { what: 'show', line: 'az ml online-endpoint show -n alone', out: json(endpoint('alone')) },
    {
      what: 'from a file, whose values --set and options replace',
      line: 'az ml online-endpoint create -f endpoint.yml --set tags.more=1 description=d --auth-mode aml_token --query "[name, tags, description, auth_mode]"',
      out: json(['from-file', { from: 'file', more: '1' }, 'd', 'aml_token']),
      err: progress('Creating endpoint from-file'),
    },
    {
      what: 'a name that is given wins over the file; trap 14: Key is key',
      line: 'az ml online-endpoint create -n other-name -f endpoint.yml --web -g teal -w default --query "[name, auth_mode]" -o tsv',
      out: 'other-name\nkey\n',
      err: /^WARNING: --web has no effect.*\nCreating endpoint other-name\n[\s\S]*: done .*\n$/,
    },
    {
      what: 'trap 2: --no-wait prints nothing; trap 17: .YAML; traffic is not set at creation',
      line: 'az ml online-endpoint create -f token.YAML --no-wait',
      err: /WARNING: Traffic is not set at creation[\s\S]*WARNING: The change goes on/,
    },
    {
      what: 'one that exists',
      line: 'az ml online-endpoint create -n alone',
      code: 1,
      err: /^ERROR: \(UserError\).*already exists/,
    },
    {
      what: 'a short name',
      line: 'az ml online-endpoint create -n ab',
      code: 1,
      err: 'at least 3 and at most 32',
    },
    {
      what: 'a name with a sign',
      line: 'az ml online-endpoint create -n a_b_c',
      code: 1,
      err: 'start with a letter',
    },
    { what: 'no name', line: 'az ml online-endpoint create', code: 2, err: '--name/-n' },
    {
      what: 'an unknown key',
      line: 'az ml online-endpoint create -f unknown-key.yml',
      code: 1,
      err: "Did you mean 'auth_mode'?",
    },
    { what: 'no YAML', line: 'az ml online-endpoint create -f broken.yml', code: 1, err: 'broken.yml' },
    {
      what: 'no file',
      line: 'az ml online-endpoint create -f none.yml',
      code: 1,
      err: 'none.yml does not exist',
    },
    { what: '--set without =', line: 'az ml online-endpoint create -n abc --set tags', code: 2, err: 'tags' },
    {
      what: '--local excludes --no-wait',
      line: 'az ml online-endpoint create -n abc --local --no-wait',
      code: 1,
      err: 'exclude each other',
    },
    {
      what: 'trap 12: rows of the list',
      line: `az ml online-endpoint list --query "[?name=='alone']"`,
      out: json([
        {
          kind: 'Managed',
          location: 'local',
          mirror_traffic: {},
          name: 'alone',
          provisioning_state: 'Succeeded',
          tags: {},
          traffic: {},
        },
      ]),
    },
    {
      what: 'trap 10: show of a missing one',
      line: 'az ml online-endpoint show -n missing',
      code: 3,
      err: /^ERROR: \(ResourceNotFound\)/,
    },
    {
      what: 'update of a missing one',
      line: 'az ml online-endpoint update -n missing --set tags.a=b',
      code: 3,
      err: '(ResourceNotFound)',
    },
    {
      what: 'delete of a missing one',
      line: 'az ml online-endpoint delete -n missing -y',
      code: 3,
      err: '(ResourceNotFound)',
    },
    {
      what: 'trap 8: update edits what show prints; --reason is for the history of Teal',
      line: 'az ml online-endpoint update -n alone --set tags.n=1 description=new --reason "A new text."',
      out: json(endpoint('alone', { tags: { n: '1' }, description: 'new' })),
      err: progress('Updating endpoint alone'),
    },
    {
      what: 'trap 8: --remove',
      line: 'az ml online-endpoint update -n alone --remove tags.n --query tags',
      out: '{}\n',
      err: progress('Updating endpoint alone'),
    },
    {
      what: 'trap 8: --force-string',
      line: 'az ml online-endpoint update -n alone --set tags.n=[1] --force-string --query tags.n',
      out: '"[1]"\n',
      err: progress('Updating endpoint alone'),
    },
    {
      what: 'trap 8: a path that leads nowhere',
      line: 'az ml online-endpoint update -n alone --set nope.x=1',
      code: 1,
      err: 'Available options',
    },
    {
      what: 'trap 8: an unknown key',
      line: 'az ml online-endpoint update -n alone --set auth_mod=key',
      code: 1,
      err: "Did you mean 'auth_mode'?",
    },
    {
      what: '--add to what is no list',
      line: 'az ml online-endpoint update -n alone --add tags x',
      code: 1,
      err: 'tags',
    },
    {
      what: 'an update from a file replaces the tags; --web says where to look',
      line: 'az ml online-endpoint update -n alone -f endpoint.yml -e --query "[name, tags]"',
      out: json(['alone', { from: 'file' }]),
      err: /Studio|browser|page/i,
    },
    {
      what: 'process substitution',
      line: "az ml online-endpoint update -n alone -f <(printf 'tags: {from: pipe}') --query tags.from",
      out: '"pipe"\n',
      err: progress('Updating endpoint alone'),
    },
    {
      what: 'trap 2: update without waiting',
      line: 'az ml online-endpoint update -n alone --set tags.x=1 --no-wait',
      err: 'The change goes on',
    },
    {
      what: 'trap 3: credentials are in camelCase',
      line: 'az ml online-endpoint get-credentials -n alone',
      out: json({ primaryKey: text, secondaryKey: text }),
    },
    {
      what: 'trap 3: a token',
      line: 'az ml online-endpoint get-credentials --name token-e',
      out: json({
        accessToken: text,
        expiryTimeUtc: expect.any(Number),
        refreshAfterTimeUtc: expect.any(Number),
        tokenType: 'Bearer',
      }),
    },
    {
      what: 'trap 2 and 3: the key of another mode is nothing',
      line: 'az ml online-endpoint get-credentials -n alone --query accessToken -o tsv',
    },
    {
      what: 'trap 2: a new secondary key prints nothing, and the other one stays',
      line: 'keys() { az ml online-endpoint get-credentials -n alone --query "$1" -o tsv; }; p=$(keys primaryKey); s=$(keys secondaryKey); az ml online-endpoint regenerate-keys -n alone --key-type Secondary; test "$p" = "$(keys primaryKey)" && test "$s" != "$(keys secondaryKey)"',
      err: progress('Regenerating the secondary key of alone'),
    },
    {
      what: 'trap 2: a new primary key, without waiting',
      line: 'az ml online-endpoint regenerate-keys --name alone --no-wait',
      err: /^Regenerating the primary key of alone\n.*: accepted .*\n$/,
    },
    {
      what: 'a key of another kind',
      line: 'az ml online-endpoint regenerate-keys -n alone --key-type third',
      code: 1,
      err: /primary|secondary/,
    },
    {
      what: 'keys of an endpoint with tokens',
      line: 'az ml online-endpoint regenerate-keys -n token-e',
      code: 1,
      err: 'has no keys',
    },
    {
      what: 'there is no --key-value',
      line: 'az ml online-endpoint regenerate-keys -n alone --key-value x',
      code: 2,
      err: '--key-value',
    },
    {
      what: 'invoke without a deployment',
      line: 'az ml online-endpoint invoke -n alone -r request.json',
      code: 1,
      err: 'answered 404',
    },
    {
      what: 'invoke of a deployment where there is none',
      line: 'az ml online-endpoint invoke -n alone -r request.json -d blue',
      code: 1,
      err: 'has no deployments',
    },
    {
      what: 'trap 9: invoke prints the body as a JSON text',
      line: 'az ml online-endpoint invoke -n traps --request-file request.json | head -c 2',
      out: /^"./,
    },
    {
      what: 'trap 9: and raw with tsv',
      line: 'az ml online-endpoint invoke -n traps --request request.json --deployment blue -o tsv | python3 -m json.tool --compact',
      out: /^[{[].*\n$/,
    },
    { what: 'a pipe as the request', line: "az ml online-endpoint invoke -n traps -r <(echo '{}') -o none" },
    {
      what: 'a request that is no JSON',
      line: 'az ml online-endpoint invoke -n traps -r not-json.txt',
      code: 1,
      err: 'is not JSON',
    },
    {
      what: 'an unknown deployment',
      line: 'az ml online-endpoint invoke -n traps -r request.json --deployment-name red',
      code: 1,
      err: 'it has blue',
    },
    {
      what: 'trap 16: delete asks, and nobody answers',
      line: 'az ml online-endpoint delete -n alone',
      code: 1,
      err: 'Pass --yes',
    },
    {
      what: 'trap 2: delete prints nothing',
      line: 'az ml online-endpoint delete -n alone --yes',
      err: progress('Deleting endpoint alone'),
    },
    {
      what: 'delete without waiting',
      line: 'az ml online-endpoint delete --name other-name -y --no-wait',
      err: 'The change goes on',
    },
    {
      what: 'the rest',
      line: 'az ml online-endpoint delete -n from-file -y && az ml online-endpoint delete -n token-e -y',
      err: /^Deleting endpoint from-file\n(.*\n)*Deleting endpoint token-e: done .*\n$/,
    },
  ],
};
