import { Field, Select } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { LogContainer } from '../../../../../src/sdk/deployments.ts';
import { useAsked } from '../../../app/address.ts';
import { LogView } from '../../../parts/log/log-view.tsx';
import { useChoiceStyles } from './choice.ts';
import { followInstance, instanceIdsQuery } from './loader.ts';

const containers: Readonly<Record<LogContainer, string>> = {
  InferenceServer: 'Scoring (inference-server)',
  StorageInitializer: 'Preparation (storage-initializer)',
};

export type ConsoleProps = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly contains: string;
};

/** What one instance prints, or what came before it ran, as it is written. */
export function Console({ endpoint, deployment, contains }: ConsoleProps) {
  const { root: choice } = useChoiceStyles();
  const [asked, choose] = useAsked('container');
  const [instanceAsked, chooseInstance] = useAsked('instance');
  const container: LogContainer = asked === 'StorageInitializer' ? asked : 'InferenceServer';
  const isBuild = container === 'StorageInitializer';
  const instance = isBuild ? '' : instanceAsked;
  const { data: ids = [] } = useQuery(instanceIdsQuery(endpoint, deployment));
  const known = instance === '' || ids.includes(instance) ? ids : [instance, ...ids];
  return (
    <LogView
      label={`Log of ${deployment}`}
      what={`${deployment} ${container} ${instance}`}
      follow={followInstance(endpoint, deployment, { container, instance: instance || undefined })}
      contains={contains}
      file={`${endpoint}-${deployment}${isBuild ? '-preparation' : ''}.log`}
    >
      <Field label="Container" className={choice}>
        <Select value={container} onChange={(_, { value }) => choose(value)}>
          {Object.entries(containers).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      </Field>
      {!isBuild && (
        <Field label="Instance" className={choice}>
          <Select value={instance} onChange={(_, { value }) => chooseInstance(value)}>
            <option value="">The one that serves</option>
            {known.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </LogView>
  );
}
