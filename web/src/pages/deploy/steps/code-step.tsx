import { Field, Select, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '../../../parts/problem.ts';
import { FilePicker } from '../../../parts/upload/file-picker.tsx';
import { deploymentsQuery } from '../../endpoint/loader.ts';
import { ChoiceGroup } from '../choice-group.tsx';
import { codeFilesQuery, codesQuery } from '../loader.ts';
import { type Choice, SearchPick } from '../search-pick.tsx';
import { codeFrom } from '../steps.ts';
import { useWizard } from '../wizard-context.ts';
import { codeChoices, likelyScript, scriptsIn } from './scripts.ts';

const sources = {
  upload: 'A file or a folder of this computer',
  registered: 'Code that is registered or deployed already',
  none: 'None: the model says itself how it is served',
} as const;

export function CodeStep() {
  const { draft, known, change, problem } = useWizard();
  const from = codeFrom(draft, known);
  return (
    <>
      <Text>
        The script loads the model in init() and answers each request in run(). An MLflow model needs none,
        nor does a model with a single .onnx file.
      </Text>
      <ChoiceGroup
        label="Where the script is"
        value={from}
        choices={sources}
        problem={problem('code.from')}
        onChange={(value) => change('code', { from: value, script: '' })}
      />
      {from === 'upload' && <Upload />}
      {from === 'registered' && <Registered />}
    </>
  );
}

function Upload() {
  const { draft, picked, change, pick, problem } = useWizard();
  const { made, script, leaf } = draft.code;
  const scripts = picked.code === undefined ? [] : scriptsIn(picked.code.files.map(({ path }) => path));
  return (
    <>
      <FilePicker
        label="Script or its folder"
        hint="What lies beside the script in its folder goes along with it."
        picked={picked.code}
        onPick={(source) => {
          pick('code', source);
          const found = scriptsIn(source.files.map(({ path }) => path));
          change('code', { leaf: source.leaf, script: likelyScript(found, script) });
        }}
        problem={problem('code.files')}
      />
      {made !== null && picked.code === undefined && <Text>{leaf} is uploaded already.</Text>}
      {picked.code !== undefined && <ScriptPick scripts={scripts} />}
    </>
  );
}

function Registered() {
  const { draft, known, change, problem } = useWizard();
  const { registered } = draft.code;
  const { data: codes, isPending } = useQuery(codesQuery);
  const { data: deployments = [] } = useQuery({
    ...deploymentsQuery(known.endpoint ?? ''),
    enabled: known.endpoint !== undefined,
  });
  const { data: files = [] } = useQuery({ ...codeFilesQuery(registered), enabled: registered !== '' });
  const choices: readonly Choice[] = codeChoices(codes ?? [], deployments);
  return (
    <>
      <SearchPick
        label="Code"
        none="None is registered yet: choose a file or a folder of this computer."
        choices={isPending ? undefined : choices}
        value={registered}
        onChange={(value) => change('code', { registered: value, script: '' })}
        problem={problem('code.registered')}
      />
      {registered !== '' && <ScriptPick scripts={scriptsIn(files)} />}
    </>
  );
}

function ScriptPick({ scripts }: { readonly scripts: readonly string[] }) {
  const { draft, change, problem } = useWizard();
  const { script } = draft.code;
  const shown = script === '' || scripts.includes(script) ? scripts : [script, ...scripts];
  const none = scripts.length === 0 ? 'There is no Python file in it.' : undefined;
  return (
    <Field label="The file with init() and run()" required {...asProblem(problem('code.script') ?? none)}>
      <Select value={script} onChange={(_, { value }) => change('code', { script: value })}>
        <option value="">Choose a file</option>
        {shown.map((path) => (
          <option key={path} value={path}>
            {path}
          </option>
        ))}
      </Select>
    </Field>
  );
}
