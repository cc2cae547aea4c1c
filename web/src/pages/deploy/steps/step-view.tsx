import type { ComponentType } from 'react';
import type { StepId } from '../steps.ts';
import { CodeStep } from './code-step.tsx';
import { DeploymentStep } from './deployment-step.tsx';
import { EndpointStep } from './endpoint-step.tsx';
import { EnvironmentStep } from './environment-step.tsx';
import { ModelStep } from './model-step.tsx';
import { ReviewStep, type ReviewStepProps } from './review-step.tsx';
import { TrafficStep } from './traffic-step.tsx';

const views: Readonly<Record<Exclude<StepId, 'review'>, ComponentType>> = {
  endpoint: EndpointStep,
  model: ModelStep,
  code: CodeStep,
  environment: EnvironmentStep,
  deployment: DeploymentStep,
  traffic: TrafficStep,
};

export type StepViewProps = ReviewStepProps & { readonly step: StepId };

/** What one step asks, or the review of all of them. */
export function StepView({ step, ...review }: StepViewProps) {
  if (step === 'review') return <ReviewStep {...review} />;
  const View = views[step];
  return <View />;
}
