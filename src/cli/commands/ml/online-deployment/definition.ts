import { resolve } from 'node:path';
import { codeId } from '../../../assets/code.ts';
import { checkEnvironment, registerEnvironment } from '../../../assets/environment.ts';
import { registerModel } from '../../../assets/model.ts';
import { checkScript } from '../../../assets/script.ts';
import type { Call } from '../../../call.ts';
import type { Session } from '../../../session.ts';
import type { DeploymentAssets } from '../../../shape/deployment-body.ts';
import { checked, type Problem, refusal } from '../../../yaml/check.ts';
import { warnOfIdle } from '../../../yaml/idle.ts';
import { isReference, referenceOf } from '../../../yaml/reference.ts';
import { kubernetesRule, managedRule } from '../../../yaml/schemas.ts';
import type { DeploymentYaml } from '../../../yaml/types.ts';

/** Sizes on which most Python models do not fit. */
const smallSizes = ['standard_ds1_v2', 'standard_ds2_v2', 'standard_f2s_v2'];

/** A definition, checked; relative paths in it start at `folder`. `what` names it in messages. */
export type Definition = { readonly yaml: DeploymentYaml; readonly folder: string };

/** Throws exit 1 with everything that is wrong before anything is sent. */
export function checkDefinition(
  { args, terminal }: Call,
  raw: Record<string, unknown>,
  what: string,
): DeploymentYaml {
  const kubernetes = /^kubernetes$/i.test(String(raw.type ?? ''));
  const rule = kubernetes ? kubernetesRule : managedRule;
  const yaml = checked(rule, raw, what) as DeploymentYaml;
  const problems: Problem[] = [];
  if (!kubernetes && yaml.instance_type === undefined && !args.flag('local')) {
    problems.push({ path: 'instance_type', message: 'is required, for instance Standard_DS3_v2' });
  }
  if (!kubernetes && yaml.scale_settings?.type === 'target_utilization') {
    problems.push({
      path: 'scale_settings.type',
      message:
        'value "target_utilization", allowed: default. Managed deployments are scaled by instance_count.',
    });
  }
  const { code, scoring_script: script } = yaml.code_configuration ?? {};
  if (code !== undefined && !script) {
    problems.push({ path: 'code_configuration.scoring_script', message: 'is required beside code' });
  }
  if (script !== undefined && !code) {
    problems.push({ path: 'code_configuration.code', message: 'is required beside scoring_script' });
  }
  if (problems.length > 0) throw refusal(what, problems);
  warnOfIdle(terminal, rule, yaml);
  if (smallSizes.includes(yaml.instance_type?.toLowerCase() ?? '')) {
    terminal.warn(`instance_type ${yaml.instance_type} is very small; larger ones are safer for models.`);
  }
  return yaml;
}

/** Checks of local files, before the first upload. */
export async function checkFiles(call: Call, { yaml, folder }: Definition): Promise<void> {
  const { code, scoring_script: script } = yaml.code_configuration ?? {};
  if (typeof yaml.environment === 'object') {
    checkEnvironment({ yaml: yaml.environment, folder, field: 'environment.' });
  } else if (yaml.environment !== undefined) {
    referenceOf('environments', 'environment', yaml.environment);
  }
  if (typeof yaml.model === 'string') referenceOf('models', 'model', yaml.model);
  if (code === undefined || script === undefined || isReference(code)) return;
  if (!call.args.flag('skip-script-validation')) await checkScript(call, resolve(folder, code), script);
}

/** Registers what the definition brings along: code, then environment, then model. */
export async function registerAssets(
  call: Call,
  session: Session,
  { yaml, folder }: Definition,
): Promise<DeploymentAssets> {
  const { code } = yaml.code_configuration ?? {};
  return {
    code: code === undefined ? undefined : await codeId(call, session, { code, folder }),
    environment: await environmentId(session, { yaml, folder }),
    model: await modelId(call, session, { yaml, folder }),
  };
}

async function environmentId(session: Session, { yaml, folder }: Definition): Promise<string | undefined> {
  const { environment } = yaml;
  if (environment === undefined) return undefined;
  if (typeof environment === 'string') return referenceOf('environments', 'environment', environment);
  return (await registerEnvironment(session, { yaml: environment, folder, field: 'environment.' })).id;
}

async function modelId(
  call: Call,
  session: Session,
  { yaml, folder }: Definition,
): Promise<string | undefined> {
  const { model } = yaml;
  if (model === undefined) return undefined;
  if (typeof model === 'string') return referenceOf('models', 'model', model);
  return (await registerModel(call, session, { yaml: model, folder, field: 'model.' })).id;
}
