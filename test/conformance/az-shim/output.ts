import { type Chapter, json, progress } from './row.ts';

const show = 'az ml online-endpoint show -n traps';

/** The forms of a result: section 2.1, traps 2, 4 and 15. */
export const outputRows: Chapter = {
  title: 'output',
  rows: [
    {
      what: 'trap 4: keys are sorted, two blanks, after a query, too',
      line: `${show} --query "{name: name, kind: kind}"`,
      out: '{\n  "kind": "Managed",\n  "name": "traps"\n}\n',
    },
    { what: 'a text is quoted', line: `${show} --query name`, out: '"traps"\n' },
    { what: 'trap 2: null prints nothing', line: `${show} --query nothing` },
    { what: 'an empty map', line: `${show} --query mirror_traffic`, out: '{}\n' },
    {
      what: 'a property with a dot',
      line: `${show} --query 'properties."azureml.onlineendpointid"' -o tsv`,
      out: /^\/subscriptions\/.*\/onlineendpoints\/traps\n$/,
    },
    {
      what: 'trap 15: tsv of a map is in the order of its keys, of a multiselect as written',
      line: `${show} --query traffic -o tsv; ${show} --query "{B: name, A: kind}" -o tsv`,
      out: '100\ntraps\tManaged\n',
    },
    {
      what: 'trap 15: nested in a row: a map is empty, a list its length',
      line: `${show} --query "[[name, traffic, [name, kind], nothing, traffic.blue == \\\`100\\\`]]" -o tsv`,
      out: 'traps\t\t2\tNone\tTrue\n',
    },
    {
      what: 'trap 15: alone a bool is lower case',
      line: `${show} --query "name == 'traps'" -o tsv`,
      out: 'true\n',
    },
    {
      what: 'a table',
      line: 'az ml online-endpoint list -o table --query "[].{Name: name, State: provisioning_state}"',
      out: 'Name    State\n------  ---------\ntraps   Succeeded\n',
    },
    {
      what: 'a table of texts',
      line: 'az ml online-endpoint list -o table --query "[].name"',
      out: 'Result\n--------\ntraps\n',
    },
    {
      what: 'a table of lists',
      line: 'az ml online-endpoint list -o table --query "[].[name, kind]"',
      out: 'Column1    Column2\n---------  ---------\ntraps      Managed\n',
    },
    {
      what: 'yaml',
      line: `${show} --query "{name: name, traffic: traffic}" -o yaml`,
      out: 'name: traps\ntraffic:\n  blue: 100\n',
    },
    {
      what: 'yamlc and jsonc are plain where nobody looks',
      line: `${show} --query traffic -o yamlc; ${show} --query traffic -o JSONC`,
      out: 'blue: 100\n{\n  "blue": 100\n}\n',
    },
    { what: 'none', line: `${show} -o none` },
    { what: 'a reader that goes away is no mistake', line: `set -o pipefail; ${show} | head -c 1`, out: '{' },
    {
      what: 'the format of the configuration, and of the environment',
      line: `AZURE_CORE_OUTPUT=tsv ${show} --query name`,
      out: 'traps\n',
    },
    {
      what: 'rows',
      line: 'az ml online-endpoint list --query "[].{name: name}"',
      out: json([{ name: 'traps' }]),
    },
  ],
};

/** The command group of 2021 (section 5): trap 20. `test/e2e/declarative.test.ts` walks its six files. */
export const oldRows: Chapter = {
  title: 'endpoint (2021)',
  rows: [
    {
      what: 'create endpoint, deployment and traffic in one',
      line: 'az ml endpoint create -n old --file 2021.yml --type online --skip-script-validation --no-wait --set tags.k=v -o none',
      err: /^WARNING: --no-wait has no effect[\s\S]*min_instances has no effect/,
    },
    {
      what: 'the deployments are in show',
      line: `az ml endpoint show -n old --type online --query "deployments[?name=='blue'].provisioning_state" -o tsv`,
      out: 'Succeeded\n',
    },
    { what: 'list', line: 'az ml endpoint list -t online --query "[].name" -o tsv', out: /^old$/m },
    {
      what: 'trap 20: a file prefix of the time, : and , in traffic',
      line: 'az ml endpoint update -n old --traffic "blue:100" --query traffic',
      out: json({ blue: 100 }),
      err: progress('Updating endpoint old'),
    },
    {
      what: 'an update from the same file changes nothing',
      line: 'az ml endpoint update -n old -f 2021.yml -t online --skip-script-validation --no-wait --query traffic',
      out: json({ blue: 100 }),
      err: /^WARNING: --no-wait has no effect[\s\S]*min_instances has no effect/,
    },
    {
      what: 'scaling',
      line: 'az ml endpoint update -n old --deployment blue --instance-count 2 -o none',
      err: progress('Scaling deployment blue'),
    },
    {
      what: 'another file for a deployment',
      line: 'az ml endpoint update -n old --deployment-file 2021-deployment.yml --skip-script-validation -o none',
      err: /Updating deployment blue[\s\S]*: done .*\n$/,
    },
    {
      what: 'trap 8: --set, --force-string and --remove',
      line: 'az ml endpoint update -n old --set tags.a=1 --force-string --query tags; az ml endpoint update -n old --remove tags.a -o none',
      out: /"a": "1"/,
      err: /^(Updating endpoint old(: done .*)?\n){4}$/,
    },
    {
      what: '--add to what is no list',
      line: 'az ml endpoint update -n old --add tags x',
      code: 1,
      err: 'tags',
    },
    {
      what: 'keys without waiting',
      line: 'az ml endpoint regenerate-keys -n old --no-wait',
      err: 'Regenerating the primary key of old: accepted',
    },
    {
      what: 'invoke',
      line: 'az ml endpoint invoke -n old --deployment blue --type online -r request.json -o none',
    },
    {
      what: 'logs',
      line: 'az ml endpoint get-logs -n old --deployment blue --type online --lines 2 --container inference-server',
      out: /\S/,
    },
    {
      what: 'credentials',
      line: 'az ml endpoint get-credentials -n old --type online --query "type(primaryKey)"',
      out: '"string"\n',
    },
    {
      what: 'trap 2: keys',
      line: 'az ml endpoint regenerate-keys -n old --type online --key-type primary',
      err: progress('Regenerating the primary key of old'),
    },
    {
      what: 'trap 20: deleting one deployment',
      line: 'az ml endpoint update -n old --traffic "blue:0" -o none && az ml endpoint delete -n old --deployment blue -y',
      err: /^Updating endpoint old\n[\s\S]*Deleting deployment blue: done .*\n$/,
    },
    {
      what: 'deleting it',
      line: 'az ml endpoint delete -n old --type online -y --no-wait',
      err: 'The change goes on',
    },
  ],
};
