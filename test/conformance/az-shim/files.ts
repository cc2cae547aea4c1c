/** The folder in which the rows run: what a user would have beside a shell. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../architecture/sources.ts';

const deployment = `name: blue
endpoint_name: traps
model: {path: model}
code_configuration: {code: echo, scoring_script: score.py}
environment: {image: img}
environment_variables: {WHO: echo, NUMBER: 1}
instance_type: Standard_DS3_v2
instance_count: 1
`;

const files: Readonly<Record<string, string>> = {
  'endpoint.yml': '$schema: https://x.example/e.json\nname: From-File\nauth_mode: Key\ntags: {from: file}\n',
  'token.YAML': 'name: token-e\nauth_mode: AMLToken\ntraffic: {blue: 100}\n',
  'unknown-key.yml': 'name: unknown-key\nauth_mod: key\n',
  'broken.yml': 'name: [\n',
  'deployment.yml': deployment,
  'template.yml_': deployment.replace('code: echo', 'code: <CODE_DIR>').replace('traps', '<ENDPOINT_NAME>'),
  'no-script.yml': deployment.replace('score.py', 'other.py'),
  'model.yml': 'name: from-file\nversion: 3\npath: model\ntags: {n: 1}\n',
  'conda.yml': 'dependencies: [python=3.11]\n',
  'env.yml': 'name: env-f\nimage: img\nconda_file: conda.yml\n',
  'request.json': '{"a": [1, 2]}\n',
  'not-json.txt': 'not json\n',
  'blue.txt': 'blue=100\n',
  'model/weights.bin': 'weights',
  'model/deep/b c.bin': 'bbb',
  'other.bin': 'other',
  '2021-deployment.yml':
    'name: blue\ncode_configuration: {code: {local_path: echo}, scoring_script: score.py}\nenvironment: {docker: {image: img}}\nenvironment_variables: {A: b}\ninstance_type: Standard_DS3_v2\nscale_settings: {scale_type: manual, instance_count: 1}\n',
  '2021.yml':
    'name: old\ntype: online\ntraffic: {blue: 100}\ndeployments:\n  - name: blue\n    code_configuration: {code: {local_path: echo}, scoring_script: score.py}\n    environment: {docker: {image: img}}\n    instance_type: Standard_F2s_v2\n    scale_settings: {scale_type: manual, instance_count: 1, min_instances: 1, max_instances: 2}\n',
};

export function writeFiles(folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const name of ['echo', 'fails-init', 'syntax-error']) {
    cpSync(join(root, 'examples/scripts', name), join(folder, name), { recursive: true });
  }
}
