/** What somebody has typed and chosen so far: plain data, so that it outlives a reload. */
import type { ModelType } from '../../parts/upload/model-fields.tsx';

export type ModelFrom = 'registered' | 'upload';
export type CodeFrom = 'upload' | 'registered' | 'none';
export type EnvironmentFrom = 'curated' | 'own' | 'conda' | 'none';

/** A version that this wizard has registered: what was uploaded once is not uploaded again. */
export type Made = { readonly name: string; readonly version: string } | null;

export type Draft = {
  readonly endpoint: {
    readonly name: string;
    readonly compute: 'Managed' | 'Kubernetes';
    /** The attached compute of a Kubernetes endpoint. */
    readonly cluster: string;
    readonly auth: 'Key' | 'AMLToken' | 'AADToken';
    /** Whether this wizard has created it already. */
    readonly isMade: boolean;
  };
  readonly model: {
    readonly from: ModelFrom;
    /** A registered one. */
    readonly name: string;
    /** The latest when it is empty. */
    readonly version: string;
    readonly newName: string;
    readonly newVersion: string;
    readonly type: ModelType;
    readonly description: string;
    /** What was picked, by name: the files themselves are lost in a reload. */
    readonly leaf: string;
    readonly made: Made;
  };
  readonly code: {
    /** '' is what suits the model. */
    readonly from: CodeFrom | '';
    /** `NAME:VERSION` of registered code. */
    readonly registered: string;
    /** The script in it. */
    readonly script: string;
    readonly leaf: string;
    readonly made: Made;
  };
  readonly environment: {
    /** '' is what suits the code. */
    readonly from: EnvironmentFrom | '';
    readonly curated: string;
    readonly own: string;
    /** Of one's own; the latest when it is empty. */
    readonly version: string;
    readonly conda: string;
    /** Under which the conda file is registered; without one it belongs to this deployment alone. */
    readonly name: string;
    readonly made: Made;
  };
  readonly deployment: {
    readonly name: string;
    readonly instanceType: string;
    /** As typed. */
    readonly instances: string;
    /** NAME=value, one in a line. */
    readonly variables: string;
    /** The name under which this wizard has begun to create it. */
    readonly made: string;
    /** Where the operation under way is looked at; '' when none is. */
    readonly operation: string;
  };
  /** Null is what is usual. */
  readonly traffic: { readonly isLive: boolean | null };
  readonly place: { readonly step: string; readonly begunWith: string };
};

export type SectionId = keyof Draft;

export function emptyDraft(deployment: string): Draft {
  return {
    endpoint: { name: '', compute: 'Managed', cluster: '', auth: 'Key', isMade: false },
    model: {
      from: 'registered',
      name: '',
      version: '',
      newName: '',
      newVersion: '',
      type: 'custom_model',
      description: '',
      leaf: '',
      made: null,
    },
    code: { from: '', registered: '', script: '', leaf: '', made: null },
    environment: { from: '', curated: '', own: '', version: '', conda: '', name: '', made: null },
    deployment: {
      name: deployment,
      instanceType: 'local',
      instances: '1',
      variables: '',
      made: '',
      operation: '',
    },
    traffic: { isLive: null },
    place: { step: '', begunWith: '' },
  };
}

/** What was registered of a section is another thing once one of these has changed. */
const contents: Partial<Record<SectionId, readonly string[]>> = {
  model: ['newName', 'newVersion', 'type', 'description', 'leaf'],
  code: ['leaf'],
  environment: ['conda', 'name'],
};

export function changed<S extends SectionId>(draft: Draft, section: S, more: Partial<Draft[S]>): Draft {
  const isOther = contents[section]?.some((key) => key in more) === true;
  return { ...draft, [section]: { ...draft[section], ...(isOther && { made: null }), ...more } };
}

/** A name that is free, in the order in which rollouts go. */
export function freeName(taken: ReadonlySet<string>): string {
  const usual = ['blue', 'green'].find((name) => !taken.has(name));
  let number = taken.size + 1;
  while (taken.has(`deployment-${number}`)) number++;
  return usual ?? `deployment-${number}`;
}

/** NAME=value of each line that is not empty. Throws RangeError that names the line. */
export function variablesOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      if (at < 1) throw new RangeError(`'${line.trim()}' must be NAME=value.`);
      return [line.slice(0, at).trim(), line.slice(at + 1)];
    }),
  );
}
