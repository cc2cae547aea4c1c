import { expect } from 'vitest';
import { type Chapter, json } from './row.ts';

const text = expect.any(String);
const context = expect.objectContaining({ created_at: text, created_by: text });

/** What create and show of an environment print: section 2.5. */
const environment = (version: string, more: object = {}) => ({
  conda_file: { dependencies: ['python=3.11'] },
  creation_context: context,
  id: expect.stringMatching(/^azureml:\/subscriptions\/.*\/environments\/env-f\/versions\/\d+$/),
  image: 'img',
  name: 'env-f',
  os_type: 'linux',
  properties: {},
  resourceGroup: 'teal',
  tags: {},
  version,
  ...more,
});

/** `az ml environment`. */
export const environmentRows: Chapter = {
  title: 'environment',
  rows: [
    {
      what: 'from a file',
      line: 'az ml environment create -f env.yml',
      out: json(environment('1')),
    },
    {
      what: 'from options, the next version',
      line: 'az ml environment create -n env-f -i img -c conda.yml --tags a=b --description text --os-type linux',
      out: json(environment('2', { description: 'text', tags: { a: 'b' } })),
    },
    {
      what: 'a version and --set',
      line: 'az ml environment create --file env.yml --name env-f --version 5 --image img --conda-file conda.yml --set tags.k=v --datastore d --no-wait --query "[version, tags.k]"',
      out: json(['5', 'v']),
      err: /^WARNING: --datastore has no effect.*\nWARNING: --no-wait has no effect.*\n$/,
    },
    {
      what: 'a conda file in its place',
      line: 'az ml environment create -n x -f conda.yml',
      code: 1,
      err: 'is a conda file',
    },
    {
      what: 'a conda file without an image',
      line: 'az ml environment create -n x -c conda.yml',
      code: 1,
      err: 'only allowed beside image',
    },
    { what: 'no name', line: 'az ml environment create -i img', code: 2, err: '--name/-n' },
    {
      what: 'a Docker build',
      line: 'az ml environment create -n x --build-context . -d Dockerfile',
      code: 1,
      err: '--build-context is not available on Teal',
    },
    {
      what: 'a Dockerfile',
      line: 'az ml environment create -n x -i img --dockerfile-path D',
      code: 1,
      err: '--dockerfile-path is not available on Teal',
    },
    {
      what: 'Windows',
      line: 'az ml environment create -n x -i img --os-type windows -o none',
    },
    {
      what: 'trap 12: rows of the list',
      line: `az ml environment list --query "[?name=='env-f']"`,
      out: json([{ 'latest version': '5', name: 'env-f' }]),
    },
    {
      what: 'trap 12: rows of versions',
      line: 'az ml environment list -n env-f -r 2',
      out: json([
        { name: 'env-f', version: '5' },
        { name: 'env-f', version: '2' },
      ]),
    },
    {
      what: 'show by label',
      line: 'az ml environment show -n env-f -l latest --query version',
      out: '"5"\n',
    },
    {
      what: 'show by version',
      line: 'az ml environment show --name env-f --version 1',
      out: json(environment('1')),
    },
    { what: 'trap 10: a missing one', line: 'az ml environment show -n none -v 1', code: 3, err: "'none'" },
    {
      what: 'update changes notes',
      line: 'az ml environment update -n env-f -v 1 --set tags.x=1 description=d --query "[tags.x, description]"',
      out: json(['1', 'd']),
    },
    {
      what: 'by label, --remove and --force-string',
      line: 'az ml environment update -n env-f --label latest --remove tags.k --set tags.f=1 --force-string --query tags',
      out: json({ f: '1' }),
    },
    {
      what: 'update of what a version is',
      line: 'az ml environment update -n env-f -v 1 --set image=other',
      code: 1,
      err: 'never changes',
    },
    {
      what: '--add to what is no list',
      line: 'az ml environment update -n env-f -v 1 --add tags x',
      code: 1,
      err: 'tags',
    },
    {
      what: 'trap 2: archive and restore',
      line: 'az ml environment archive -n env-f -v 1 && az ml environment list -n env-f --archived-only -o tsv && az ml environment restore -n env-f -v 1 && az ml environment archive -n env-f -l latest && az ml environment list -n env-f --include-archived --query "length(@)" && az ml environment restore --name env-f --version 5 && az ml environment restore -n env-f --label latest && az ml environment archive -n x && az ml environment restore -n x',
      out: 'env-f\t1\n3\n',
    },
    {
      what: 'the curated ones, in the registry',
      line: `az ml environment list --registry-name azureml --query "[?starts_with(name, 'sklearn-1.5')]"`,
      out: json([{ 'latest version': '1', name: 'sklearn-1.5' }]),
    },
    {
      what: 'one of them',
      line: 'az ml environment show -n sklearn-1.5 -l latest --registry-name azureml --query "[id, version]"',
      out: json(['azureml://registries/azureml/environments/sklearn-1.5/versions/1', '1']),
    },
    {
      what: 'one that nobody knows',
      line: 'az ml environment show -n sklearn-1.4 -l latest --registry-name azureml',
      code: 3,
      err: "'sklearn-1.5'",
    },
    {
      what: 'another registry',
      line: 'az ml environment list --registry-name r',
      code: 3,
      err: "'r' was not found",
    },
    {
      what: 'registering in a registry',
      line: 'az ml environment create -f env.yml --registry-name azureml',
      code: 1,
      err: '--registry-name is not available on Teal',
    },
    { what: 'cloud only', line: 'az ml environment share -n env-f -v 1', code: 2, err: 'not recognized' },
  ],
};
