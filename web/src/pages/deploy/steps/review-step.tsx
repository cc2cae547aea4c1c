import { Link, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { FactList } from '../../../parts/facts.tsx';
import { inWords } from '../../../parts/upload/picked.ts';
import type { Draft } from '../draft.ts';
import { isWhole } from '../flaws.ts';
import type { Known } from '../known.ts';
import { codeFrom, environmentFrom, isLive, type StepId, stepTitles } from '../steps.ts';
import type { Picked } from '../store.ts';
import { useWizard, type Wizard } from '../wizard-context.ts';

export type ReviewStepProps = { readonly steps: readonly StepId[]; readonly go: (step: StepId) => void };

/** All of it in words, and what is missing still. */
export function ReviewStep({ steps, go }: ReviewStepProps) {
  const wizard = useWizard();
  const { flaws } = wizard;
  const open = steps.filter((step) => !isWhole(flaws, step));
  return (
    <>
      {open.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            Something is missing in{' '}
            {open.map((step, index) => (
              <span key={step}>
                {index > 0 && ', '}
                <Link inline onClick={() => go(step)}>
                  {stepTitles[step]}
                </Link>
              </span>
            ))}
            .
          </MessageBarBody>
        </MessageBar>
      )}
      <FactList
        facts={steps
          .filter((step) => step !== 'review')
          .map((step) => ({
            name: stepTitles[step],
            value: <Line step={step} words={wordsOf(step, wizard)} go={go} />,
          }))}
      />
      <Text>{whatHappens(wizard)}</Text>
    </>
  );
}

type LineProps = { readonly step: StepId; readonly words: string; readonly go: ReviewStepProps['go'] };

function Line({ step, words, go }: LineProps) {
  return (
    <>
      {words}{' '}
      <Link
        as="button"
        type="button"
        inline
        aria-label={`Change ${stepTitles[step]}`}
        onClick={() => go(step)}
      >
        Change
      </Link>
    </>
  );
}

function wordsOf(step: StepId, { draft, known, picked }: Wizard): string {
  switch (step) {
    case 'endpoint':
      return endpointWords(draft);
    case 'model':
      return modelWords(draft, picked);
    case 'code':
      return codeWords(draft, known, picked);
    case 'environment':
      return environmentWords(draft, known);
    case 'deployment':
      return deploymentWords(draft);
    case 'traffic':
      return isLive(draft, known) ? '100 %, once it is ready' : '0 %';
    case 'review':
      return '';
  }
}

const credentials = { Key: 'keys', AMLToken: 'Azure ML tokens', AADToken: 'Microsoft Entra tokens' } as const;

function endpointWords({ endpoint: { name, compute, cluster, auth } }: Draft): string {
  const where = compute === 'Managed' ? 'managed' : `on the Kubernetes compute ${cluster}`;
  return `${name || '–'}, ${where}, opened with ${credentials[auth]}`;
}

function modelWords({ model }: Draft, picked: Picked): string {
  if (model.from === 'registered')
    return model.name === '' ? '–' : `${model.name}, ${versionWords(model.version)}`;
  if (model.made !== null) return `${model.made.name} version ${model.made.version}, uploaded already`;
  const files = picked.model === undefined ? 'no files yet' : inWords(picked.model);
  return `${files}; registered as ${model.newName || '–'}`;
}

function codeWords(draft: Draft, known: Known, picked: Picked): string {
  const { script, registered, leaf } = draft.code;
  switch (codeFrom(draft, known)) {
    case 'upload':
      return `${script || '–'} in ${picked.code === undefined ? leaf || 'no files yet' : inWords(picked.code)}`;
    case 'registered':
      return `${script || '–'} in the code ${registered || '–'}`;
    case 'none':
      return 'none: the model says itself how it is served';
  }
}

function environmentWords(draft: Draft, known: Known): string {
  const { curated, own, version, name } = draft.environment;
  switch (environmentFrom(draft, known)) {
    case 'curated':
      return curated === '' ? '–' : `${curated}, curated`;
    case 'own':
      return own === '' ? '–' : `${own}, ${versionWords(version)}`;
    case 'conda':
      return name === '' ? 'from the conda file' : `from the conda file, registered as ${name}`;
    case 'none':
      return codeFrom(draft, known) === 'none' ? "the model's own" : 'none';
  }
}

function deploymentWords({ deployment: { name, instanceType, instances } }: Draft): string {
  return `${name || '–'}, ${instances} ${instances === '1' ? 'instance' : 'instances'} of ${instanceType || '–'}`;
}

function versionWords(version: string): string {
  return version === '' ? 'latest version' : `version ${version}`;
}

function whatHappens({ known }: Wizard): string {
  return known.endpoint === undefined
    ? 'Create uploads what is new, creates the endpoint, builds the environment, and starts the deployment.'
    : 'Create uploads what is new, builds the environment, and starts the deployment beside the others.';
}
