import { useQuery } from '@tanstack/react-query';
import { ModelFields } from '../../../parts/upload/model-fields.tsx';
import { modelsQuery } from '../../models/loader.ts';
import { versionsQuery } from '../../models/model/loader.ts';
import { ChoiceGroup } from '../choice-group.tsx';
import { SearchPick } from '../search-pick.tsx';
import { VersionPick } from '../version-pick.tsx';
import { useWizard } from '../wizard-context.ts';

const sources = { registered: 'A registered model', upload: 'Upload one now' } as const;

export function ModelStep() {
  const { draft, change } = useWizard();
  return (
    <>
      <ChoiceGroup
        label="Where the model is"
        value={draft.model.from}
        choices={sources}
        onChange={(from) => change('model', { from })}
      />
      {draft.model.from === 'registered' ? <Registered /> : <Upload />}
    </>
  );
}

function Registered() {
  const { draft, change, problem } = useWizard();
  const { name, version } = draft.model;
  const { data: models } = useQuery(modelsQuery('ActiveOnly'));
  const { data: versions } = useQuery({ ...versionsQuery(name), enabled: name !== '' });
  return (
    <>
      <SearchPick
        label="Model"
        none="There are none yet: upload one now."
        choices={models?.map((model) => ({
          value: model.name,
          text: model.name,
          more: model.properties.description ?? undefined,
        }))}
        value={name}
        onChange={(value) => change('model', { name: value, version: '' })}
        problem={problem('model.name')}
      />
      {name !== '' && (
        <VersionPick
          versions={versions}
          value={version}
          onChange={(value) => change('model', { version: value })}
          problem={problem('model.version')}
        />
      )}
    </>
  );
}

/** Letters that a name may not have come from folders of all kinds. */
function nameFrom(leaf: string): string {
  return leaf.replace(/[^-\w.]+/g, '-').replace(/^[-_.]+/, '');
}

function Upload() {
  const { draft, picked, change, pick, problem } = useWizard();
  const { newName, newVersion, type, description } = draft.model;
  return (
    <ModelFields
      form={{ name: newName, version: newVersion, type, description, source: picked.model }}
      change={({ source, name, version, ...more }) => {
        if (source !== undefined) pick('model', source);
        change('model', {
          ...more,
          ...(source !== undefined && {
            leaf: source.leaf,
            ...(newName === '' && { newName: nameFrom(source.leaf) }),
          }),
          ...(name !== undefined && { newName: name }),
          ...(version !== undefined && { newVersion: version }),
        });
      }}
      problems={{
        name: problem('model.newName'),
        version: problem('model.newVersion'),
        files: problem('model.files'),
        type: problem('model.type'),
      }}
    />
  );
}
