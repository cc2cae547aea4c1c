import { expect } from 'vitest';
import { type Chapter, json, progress } from './row.ts';

const text = expect.any(String);
const context = expect.objectContaining({ created_at: text, created_by: text });

/** What create, show and update of a model print: section 2.4. */
const model = (name: string, version: string, more: object = {}) => ({
  creation_context: context,
  id: expect.stringMatching(new RegExp(`^azureml:/subscriptions/.*/models/${name}/versions/${version}$`)),
  name,
  path: expect.stringMatching(/^azureml:\/\/subscriptions\/.*\/paths\//),
  properties: expect.any(Object),
  resourceGroup: 'teal',
  tags: {},
  type: 'custom_model',
  version,
  ...more,
});

/** `az ml model`. */
export const modelRows: Chapter = {
  title: 'model',
  rows: [
    { what: 'trap 4: nothing is []', line: 'az ml model list', out: '[]\n' },
    {
      what: 'from options',
      line: 'az ml model create -n m1 -p model --type custom_model --tags a=b c=d --description text --stage Dev',
      out: json(model('m1', '1', { description: 'text', stage: 'Dev', tags: { a: 'b', c: 'd' } })),
      err: progress('Uploading model .*'),
    },
    {
      what: 'from a file, with --set, options win',
      line: 'az ml model create --file model.yml --set version=7 tags.k=v --name renamed',
      out: json(model('renamed', '7', { tags: { k: 'v', n: '1' } })),
      err: progress('Uploading model .*'),
    },
    {
      what: 'the same content again',
      line: 'az ml model create -n m1 -v 1 -p model --stage Dev --query version -o tsv',
      out: '1\n',
    },
    {
      what: 'other content under an existing version',
      line: 'az ml model create -n m1 --version 1 --path other.bin',
      code: 1,
      err: 'never changes',
    },
    {
      what: 'the next version',
      line: 'az ml model create -n m1 -p other.bin --query version',
      out: '"2"\n',
      err: progress('Uploading other.bin .*'),
    },
    { what: 'neither file nor path', line: 'az ml model create -n m1', err: /path|--file/, code: 2 },
    {
      what: 'a path that is not there',
      line: 'az ml model create -n m1 -p nowhere',
      code: 1,
      err: 'nowhere',
    },
    {
      what: 'options without effect are named',
      line: 'az ml model create -n m3 -p other.bin --datastore d --no-wait --default-deployment-template t -o none',
      err: /WARNING: --datastore has no effect[\s\S]*/,
    },
    {
      what: 'a registry',
      line: 'az ml model create -n m1 -p model --registry-name r',
      code: 1,
      err: '--registry-name is not available on Teal',
    },
    {
      what: 'trap 12: rows of the list',
      line: `az ml model list --query "[?name=='m1']"`,
      out: json([
        {
          creation_context: context,
          description: null,
          id: text,
          'latest version': '2',
          name: 'm1',
          properties: {},
          resourceGroup: 'teal',
          stage: null,
          tags: {},
        },
      ]),
    },
    {
      what: 'trap 12: rows of versions, the newest first',
      line: 'az ml model list --name m1 --query "[].[version, \\"model type\\"]"',
      out: json([
        ['2', 'custom_model'],
        ['1', 'custom_model'],
      ]),
    },
    {
      what: 'trap 4: the text that scripts search for, with merged streams',
      line: `az ml model list -n m1 2>&1 | grep -c '"version": "'`,
      out: '2\n',
    },
    {
      what: 'at most so many',
      line: 'az ml model list -r 1 --query "length(@)"; az ml model list -n m1 --max-results 1 --query "length(@)"',
      out: '1\n1\n',
    },
    { what: 'of a stage', line: 'az ml model list -n m1 --stage Dev --query "[].version"', out: json(['1']) },
    {
      what: 'show by version',
      line: 'az ml model show -n m1 -v 1',
      out: json(model('m1', '1', { stage: 'Dev' })),
    },
    {
      what: 'show by label',
      line: 'az ml model show --name m1 --label latest --query version -o tsv',
      out: '2\n',
    },
    { what: 'trap 10: a missing one', line: 'az ml model show -n none -v 1', code: 3, err: "'none'" },
    { what: 'a label of a missing one', line: 'az ml model show -n none -l latest', code: 3, err: "'none'" },
    {
      what: 'neither version nor label',
      line: 'az ml model show -n m1',
      code: 1,
      err: '--version/-v and --label/-l',
    },
    {
      what: 'update changes notes',
      line: 'az ml model update -n m1 -v 1 --set description=d tags.x=1 --stage Production --query "[description, tags.x, stage]"',
      out: json(['d', '1', 'Production']),
    },
    {
      what: 'update by label, --remove and --force-string',
      line: 'az ml model update -n m1 -l latest --set tags.y=1 --force-string --remove tags.y --query tags',
      out: '{}\n',
    },
    {
      what: 'update of what a version is',
      line: 'az ml model update -n m1 -v 1 --set path=elsewhere',
      code: 1,
      err: 'never changes',
    },
    {
      what: '--add to what is no list',
      line: 'az ml model update -n m1 -v 1 --add tags x',
      code: 1,
      err: 'tags',
    },
    {
      what: 'trap 2: archive and restore print nothing',
      line: 'az ml model archive -n m1 -v 2 && az ml model list -n m1 --query "[].version" -o tsv && az ml model list -n m1 --archived-only --query "[].version" -o tsv && az ml model restore -n m1 -v 2',
      out: '1\n2\n',
    },
    {
      what: 'a whole name',
      line: `az ml model archive -n m1; az ml model list --query "[?name=='m1']"; az ml model list --include-archived --query "[?name=='m1'].name" -o tsv; az ml model restore -n m1`,
      out: '[]\nm1\n',
    },
    {
      what: 'by label',
      line: 'az ml model archive -n m1 -l latest && az ml model restore -n m1 --version 2 && az ml model restore -n m1 --label latest',
    },
    {
      what: 'flags that exclude each other',
      line: 'az ml model list --include-archived --archived-only',
      code: 2,
      err: '--archived-only',
    },
    {
      what: 'trap 2: download prints nothing',
      line: "az ml model download -n m1 -v 1 -p got && cat 'got/m1/model/deep/b c.bin'",
      out: 'bbb',
      err: /^Downloading the model m1:1 .*\n.*2 files .*\n$/,
    },
    {
      what: 'download to the folder one is in',
      line: 'az ml model download --name renamed --version 7 && ls renamed',
      out: 'model\n',
      err: /^Downloading the model renamed:7 .*\n.*2 files .*\n$/,
    },
    {
      what: 'registries of models',
      line: 'az ml model show -n bert -l latest --registry-name azureml',
      code: 1,
      err: '--registry-name is not available on Teal',
    },
    { what: 'there is no delete', line: 'az ml model delete -n m1', code: 2, err: 'not recognized' },
    ...['share', 'package'].map((word) => ({
      what: 'cloud only',
      line: `az ml model ${word} -n m1 -v 1`,
      code: 2,
      err: 'not recognized',
    })),
  ],
};
