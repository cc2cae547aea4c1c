import { type Chapter, progress } from './row.ts';

const create = 'az ml online-deployment create -n fresh -e traps -f deployment.yml';

/** `az ml online-deployment` where it says no, the log, and the end of everything. */
export const deploymentRefusalRows: Chapter = {
  title: 'online-deployment, refused and removed',
  rows: [
    {
      what: 'one that exists',
      line: 'az ml online-deployment create -n blue -e traps -f deployment.yml',
      code: 1,
      err: 'already exists',
    },
    { what: 'no file', line: 'az ml online-deployment create -n fresh -e traps', code: 2, err: '--file/-f' },
    {
      what: 'an endpoint that is not there',
      line: 'az ml online-deployment create -n fresh -e no-such -f deployment.yml',
      code: 3,
      err: '(ResourceNotFound)',
    },
    {
      what: 'an unknown key',
      line: `${create} --set instance_typ=x`,
      code: 1,
      err: "Did you mean 'instance_type'",
    },
    {
      what: 'another scaling',
      line: `${create} --set scale_settings.type=target_utilization`,
      code: 1,
      err: 'allowed: default',
    },
    {
      what: 'a folder that is not there',
      line: `${create} --set code_configuration.code=nowhere`,
      code: 1,
      err: 'does not exist',
    },
    {
      what: 'a script that is not there',
      line: 'az ml online-deployment create -f no-script.yml',
      code: 1,
      err: "no file 'other.py'",
    },
    {
      what: 'a script that is no Python',
      line: `${create} --set code_configuration.code=syntax-error`,
      code: 1,
      err: 'line 8, column 8',
    },
    {
      what: 'a reference that is none',
      line: `${create} --set model=m:1`,
      code: 1,
      err: 'azureml:NAME:VERSION',
    },
    {
      what: 'a setting below a reference',
      line: `${create} --set environment=azureml:e:1 environment.image=x`,
      err: 'environment',
      code: 2,
    },
    {
      what: 'a model that is not registered',
      line: `${create} --set model=azureml:none:1`,
      code: 1,
      err: "'none'",
    },
    {
      what: 'an environment that nobody knows',
      line: `${create} --set environment=azureml://registries/azureml/environments/sklearn-1.4/labels/latest`,
      code: 1,
      err: "The nearest are 'sklearn-1.0'",
    },
    {
      what: 'packages are not available',
      line: `${create} --package-model`,
      code: 1,
      err: '--package-model is not available on Teal',
    },
    {
      what: 'nor is a debugger',
      line: `${create} --local --vscode-debug`,
      code: 1,
      err: '--vscode-debug is not available on Teal',
    },
    {
      what: 'nor on update',
      line: 'az ml online-deployment update -n green -e traps --vscode-debug true --local',
      code: 1,
      err: '--vscode-debug is not available on Teal',
    },
    {
      what: '--local excludes --no-wait',
      line: `${create} --local true --no-wait --local-enable-gpu`,
      code: 1,
      err: 'exclude each other',
    },
    {
      what: 'on update, too',
      line: 'az ml online-deployment update -n green -e traps --local --local-enable-gpu --no-wait',
      code: 1,
      err: 'exclude each other',
    },
    {
      what: 'trap 17: placeholders of a template are replaced before paths are looked at; trap 6: --all-traffic',
      line: 'az ml online-deployment create -f template.yml_ -n red --set endpoint_name=traps code_configuration.code=echo --all-traffic --skip-script-validation --web -g teal -w default --query name -o tsv && az ml online-endpoint show -n traps --query traffic',
      out: 'red\n{\n  "blue": 0,\n  "green": 0,\n  "red": 100\n}\n',
      err: /^WARNING: --web has no effect.*\nWARNING: All[\s\S]*: done .*\n$/,
    },
    {
      what: 'trap 6: with --no-wait it is ignored, with a warning',
      line: 'az ml online-deployment create -n later -e traps -f deployment.yml --no-wait --all-traffic',
      err: '--all-traffic is ignored',
    },
    {
      what: 'trap 2: deleted at once, without waiting',
      line: 'az ml online-deployment delete --name later --endpoint-name traps -y --no-wait',
      err: 'The change goes on',
    },
    {
      what: 'a failed one',
      line: `${create} --set code_configuration.code=fails-init`,
      code: 1,
      err: /ERROR: \(UserScriptInitFailed\)[\s\S]*get-logs/,
    },
    {
      what: 'a failed one is there',
      line: 'az ml online-deployment show -n fresh -e traps --query provisioning_state -o tsv',
      out: 'Failed\n',
    },
    {
      what: 'the log is plain text',
      line: 'az ml online-deployment get-logs -n blue -e traps -l3 -o json --query x',
      out: /^[^"][\s\S]*\n$/,
    },
    {
      what: 'the log of the build',
      line: 'az ml online-deployment get-logs --name blue --endpoint traps --lines 5 --container Storage-Initializer',
      out: /\S/,
    },
    {
      what: 'the log of an instance that it does not have',
      line: 'az ml online-deployment get-logs -n blue -e traps --instance-id i-nobody',
      code: 3,
      err: 'i-nobody',
    },
    {
      what: 'the log as it is written, until its reader has seen enough',
      line: 'timeout -s INT 20 az ml online-deployment get-logs -n blue -e traps --follow | head -n 1',
      out: /^.*\S.*\n$/,
      err: /./,
    },
    {
      what: 'the log of what there is not',
      line: 'az ml online-deployment get-logs -n blue -e traps -c nope',
      code: 1,
      err: 'storage-initializer',
    },
    {
      what: 'trap 16: delete asks',
      line: 'az ml online-deployment delete -n fresh -e traps',
      code: 1,
      err: 'Pass --yes',
    },
    {
      what: 'trap 2: delete prints nothing',
      line: 'az ml online-deployment delete -n fresh -e traps -y',
      err: progress('Deleting deployment fresh'),
    },
    {
      what: 'trap 6: deployment and endpoint deleted without waiting, one right after the other',
      line: 'az ml online-endpoint update -n traps --traffic "blue=0 red=0 green=100" -o none; az ml online-deployment delete -n blue -e traps -y --no-wait --only-show-errors && az ml online-endpoint delete -n traps -y --no-wait --only-show-errors',
      err: progress('Updating endpoint traps'),
    },
  ],
};
