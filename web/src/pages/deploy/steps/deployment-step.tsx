import { Field, Input, Textarea } from '@fluentui/react-components';
import { instanceTypes } from '../../../../../src/sdk/sizes.ts';
import { asProblem } from '../../../parts/problem.ts';
import { mostInstances } from '../flaws.ts';
import { type Choice, SearchPick } from '../search-pick.tsx';
import { useWizard } from '../wizard-context.ts';

const types: readonly Choice[] = instanceTypes().map(({ name, cpus, memoryGiB }) => ({
  value: name,
  text: name,
  more: cpus === null ? 'all that this machine has' : `${cpus} cores, ${memoryGiB} GiB`,
}));

export function DeploymentStep() {
  const { draft, change, problem } = useWizard();
  const { name, instanceType, instances, variables } = draft.deployment;
  return (
    <>
      <Field
        label="Deployment name"
        required
        hint="People often say blue for what runs and green for what comes next."
        {...asProblem(problem('deployment.name'))}
      >
        <Input
          value={name}
          autoComplete="off"
          onChange={(_, { value }) => change('deployment', { name: value })}
        />
      </Field>
      <SearchPick
        label="Instance type"
        hint="What each instance may use of this machine, under Azure's names."
        none=""
        choices={types}
        value={instanceType}
        onChange={(value) => change('deployment', { instanceType: value })}
        problem={problem('deployment.instanceType')}
      />
      <Field
        label="Instances"
        hint={`1 to ${mostInstances}. Each loads the model and answers by itself.`}
        {...asProblem(problem('deployment.instances'))}
      >
        <Input
          value={instances}
          inputMode="numeric"
          autoComplete="off"
          onChange={(_, { value }) => change('deployment', { instances: value.trim() })}
        />
      </Field>
      <Field
        label="Environment variables"
        hint="NAME=value, one in a line. The script reads them; leave it empty when it needs none."
        {...asProblem(problem('deployment.variables'))}
      >
        <Textarea
          value={variables}
          resize="vertical"
          spellCheck={false}
          onChange={(_, { value }) => change('deployment', { variables: value })}
        />
      </Field>
    </>
  );
}
