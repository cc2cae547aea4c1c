import { Field, Input, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { Container } from '../../../../../src/sdk/wire.ts';
import { CondaField } from '../../../parts/conda-field.tsx';
import { asProblem } from '../../../parts/problem.ts';
import { versionsQuery } from '../../environments/environment/loader.ts';
import { curatedQuery, environmentsQuery } from '../../environments/loader.ts';
import { ChoiceGroup } from '../choice-group.tsx';
import { type Choice, SearchPick } from '../search-pick.tsx';
import { codeFrom, environmentFrom } from '../steps.ts';
import { VersionPick } from '../version-pick.tsx';
import { useWizard } from '../wizard-context.ts';

const sources = {
  curated: 'A curated environment',
  own: 'A registered environment',
  conda: 'A conda file, pasted or picked',
} as const;

export function EnvironmentStep() {
  const { draft, known, change, problem } = useWizard();
  const from = environmentFrom(draft, known);
  const none =
    codeFrom(draft, known) === 'none' ? "The model's own" : 'None: Python and the scoring server alone';
  return (
    <>
      <Text>Python and the packages that the model and its script need.</Text>
      <ChoiceGroup
        label="Where the environment is"
        value={from}
        choices={{ ...sources, none }}
        problem={problem('environment.from')}
        onChange={(value) => change('environment', { from: value })}
      />
      {from === 'curated' && <Curated />}
      {from === 'own' && <Own />}
      {from === 'conda' && <Conda />}
    </>
  );
}

function Curated() {
  const { draft, change, problem } = useWizard();
  const { data } = useQuery(curatedQuery);
  return (
    <SearchPick
      label="Curated environment"
      none="This Teal has none."
      choices={data && curatedChoices(data)}
      value={draft.environment.curated}
      onChange={(curated) => change('environment', { curated })}
      problem={problem('environment.curated')}
    />
  );
}

/** What stands for any text in the name of an entry may be left out: nobody can deploy `sklearn-1.5*`. */
function curatedChoices(entries: readonly Container[]): readonly Choice[] {
  const names = new Map(
    entries.map(({ name, properties }) => [name.replaceAll('*', ''), properties.description ?? undefined]),
  );
  return [...names].map(([name, more]) => ({ value: name, text: name, more }));
}

function Own() {
  const { draft, change, problem } = useWizard();
  const { own, version } = draft.environment;
  const { data } = useQuery(environmentsQuery('ActiveOnly'));
  const { data: versions } = useQuery({ ...versionsQuery('own', own), enabled: own !== '' });
  return (
    <>
      <SearchPick
        label="Registered environment"
        none="None is registered yet: take a curated one, or a conda file."
        choices={data?.map(({ name }) => ({ value: name, text: name }))}
        value={own}
        onChange={(value) => change('environment', { own: value, version: '' })}
        problem={problem('environment.own')}
      />
      {own !== '' && (
        <VersionPick
          versions={versions}
          value={version}
          onChange={(value) => change('environment', { version: value })}
        />
      )}
    </>
  );
}

function Conda() {
  const { draft, change, problem } = useWizard();
  const { conda, name } = draft.environment;
  return (
    <>
      <CondaField
        value={conda}
        onChange={(text) => change('environment', { conda: text })}
        problem={problem('environment.conda')}
      />
      <Field
        label="Name of the environment"
        hint="To find it again under Environments. Empty: it belongs to this deployment alone."
        {...asProblem(problem('environment.name'))}
      >
        <Input value={name} onChange={(_, { value }) => change('environment', { name: value })} />
      </Field>
    </>
  );
}
