import { Field, Input, Text } from '@fluentui/react-components';
import { asProblem } from '../../../parts/problem.ts';
import { ChoiceGroup } from '../choice-group.tsx';
import { useWizard } from '../wizard-context.ts';

const computes = {
  Managed: 'Managed: instances run on this machine',
  Kubernetes: 'Kubernetes: as on an attached cluster',
} as const;

export const auths = {
  Key: 'Key: two keys that do not expire until they are regenerated',
  AMLToken: 'Azure ML token: expires after an hour',
  AADToken: 'Microsoft Entra token',
} as const;

export function EndpointStep() {
  const { draft, change, problem } = useWizard();
  const { name, compute, cluster, auth, isMade } = draft.endpoint;
  return (
    <>
      {isMade && (
        <Text>The endpoint {name} is created already; creating again adds the deployment to it.</Text>
      )}
      <Field
        label="Endpoint name"
        required
        hint="3 to 32 letters, digits and hyphens; a letter first. It is part of the address."
        {...asProblem(problem('endpoint.name'))}
      >
        <Input
          value={name}
          disabled={isMade}
          autoComplete="off"
          onChange={(_, { value }) => change('endpoint', { name: value })}
        />
      </Field>
      <ChoiceGroup
        label="Compute type"
        value={compute}
        choices={computes}
        disabled={isMade}
        onChange={(value) => change('endpoint', { compute: value })}
      />
      {compute === 'Kubernetes' && (
        <Field
          label="Attached compute"
          required
          hint="On one machine every name stands for it."
          {...asProblem(problem('endpoint.cluster'))}
        >
          <Input
            value={cluster}
            disabled={isMade}
            onChange={(_, { value }) => change('endpoint', { cluster: value })}
          />
        </Field>
      )}
      <ChoiceGroup
        label="Authentication"
        value={auth}
        choices={auths}
        disabled={isMade}
        problem={problem('endpoint.auth')}
        onChange={(value) => change('endpoint', { auth: value })}
      />
    </>
  );
}
