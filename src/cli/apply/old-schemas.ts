/** The keys of the one-file YAML of 2021 that today's files do not have; all others are checked as today's. */
import { choice, idle, int, object, type Rule, text } from '../yaml/rule.ts';

const byContent = 'code is known by its content';

export const oldCodeRule: Rule = object({
  local_path: text,
  path: text,
  name: idle(text, byContent),
  version: idle(text, byContent),
  datastore: idle(text, 'files always go to the one store of Teal'),
});

export const oldDockerRule: Rule = object({ image: text, build: object({ dockerfile: text }) });

const bound = idle(
  int(0),
  'the number of instances is instance_count; limits belong to az monitor autoscale',
);

/** `manual` is today's instance_count; its minimum and maximum were for an autoscaler. */
export const oldManualScaleRule: Rule = object({
  scale_type: choice('manual', 'default'),
  type: choice('manual', 'default'),
  instance_count: int(0),
  min_instances: bound,
  max_instances: bound,
});

export const oldResourcesRule: Rule = object({
  cpu: text,
  cpu_cores_limit: text,
  memory_in_gb: text,
  memory_in_gb_limit: text,
  gpu: text,
});
