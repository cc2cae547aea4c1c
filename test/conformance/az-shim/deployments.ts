import { expect } from 'vitest';
import { type Chapter, json, progress } from './row.ts';

const workspace =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/teal/providers/Microsoft.MachineLearningServices/workspaces/default';
const text = expect.any(String);
const probe = { failure_threshold: 30, initial_delay: 10, period: 10, success_threshold: 1, timeout: 2 };

/** What create, update and show print: section 2.3. */
const deployment = (name: string, more: object = {}) => ({
  app_insights_enabled: false,
  code_configuration: {
    code: expect.stringMatching(/\/codes\/[^/]+\/versions\/1$/),
    scoring_script: 'score.py',
  },
  creation_context: expect.objectContaining({ created_at: text, created_by: text, last_modified_at: text }),
  egress_public_network_access: 'enabled',
  endpoint_name: 'traps',
  environment: expect.stringMatching(
    /^azureml:\/subscriptions\/.*\/CliV2AnonymousEnvironment\/versions\/[0-9a-f]{32}$/,
  ),
  environment_variables: expect.objectContaining({ WHO: 'echo', NUMBER: '1' }),
  id: `${workspace}/onlineEndpoints/traps/deployments/${name}`,
  instance_count: 1,
  instance_type: 'Standard_DS3_v2',
  liveness_probe: probe,
  model: expect.stringMatching(/^azureml:\/subscriptions\/.*\/models\/[^/]+\/versions\/1$/),
  name,
  properties: expect.objectContaining({ AzureAsyncOperationUri: text }),
  provisioning_state: 'Succeeded',
  readiness_probe: probe,
  request_settings: {
    max_concurrent_requests_per_instance: 1,
    max_queue_wait_ms: 500,
    request_timeout_ms: 5000,
  },
  resourceGroup: 'teal',
  scale_settings: { type: 'default' },
  tags: {},
  type: 'managed',
  ...more,
});

/** `az ml online-deployment`, and the traffic between deployments. The endpoint traps has one, blue, with all traffic. */
export const deploymentRows: Chapter = {
  title: 'online-deployment and traffic',
  rows: [
    {
      what: 'trap 14: create; the name of the endpoint by -e, its own in lower case',
      line: 'az ml online-deployment create --name Green -e Traps --file deployment.yml',
      out: json(deployment('green')),
      err: /^Check: endpoint traps exists\nCreating deployment green\n[\s\S]*: done .*\n$/,
    },
    { what: 'show', line: 'az ml online-deployment show -n green -e traps', out: json(deployment('green')) },
    {
      what: '--web says where to look',
      line: 'az ml online-deployment show -n green -e traps --web -o none',
      err: /Studio|browser|page/i,
    },
    {
      what: 'trap 12: rows of the list',
      line: `az ml online-deployment list -e traps --query "[?name=='green']"`,
      out: json([
        {
          endpoint_name: 'traps',
          instance_type: 'Standard_DS3_v2',
          model: text,
          name: 'green',
          provisioning_state: 'Succeeded',
          type: 'managed',
        },
      ]),
    },
    {
      what: 'trap 5: show adds zeros',
      line: 'az ml online-endpoint show -n traps --query traffic',
      out: json({ blue: 100, green: 0 }),
    },
    {
      what: 'trap 7: a mirror beside live traffic',
      line: 'az ml online-endpoint update --name=traps --mirror-traffic "green=10" --query "[traffic, mirror_traffic]"',
      out: json([{ blue: 100 }, { green: 10 }]),
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'trap 7: not both on one',
      line: 'az ml online-endpoint update -n traps --traffic "blue=90 green=10"',
      code: 1,
      err: 'not both',
    },
    {
      what: 'trap 7: zero ends it',
      line: 'az ml online-endpoint update -n traps --mirror-traffic=green=0 --query "[traffic, mirror_traffic]"',
      out: json([{ blue: 100 }, {}]),
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'more than half of a mirror',
      line: 'az ml online-endpoint update -n traps --mirror-traffic green=51',
      code: 1,
      err: '50',
    },
    {
      what: 'trap 7: then it may have traffic',
      line: 'az ml online-endpoint update -n traps -r "blue=90 green=10" --query traffic',
      out: json({ blue: 90, green: 10 }),
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'trap 5: update prints no zeros',
      line: 'az ml online-endpoint update -n traps --traffic "Blue=0 green=100" --query traffic',
      out: json({ green: 100 }),
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'trap 5: show does',
      line: 'az ml online-endpoint show -n traps --query traffic',
      out: json({ blue: 0, green: 100 }),
    },
    {
      what: 'trap 20: a comma is refused with the way to write it',
      line: 'az ml online-endpoint update -n traps --traffic "blue=90,green=10"',
      code: 1,
      err: 'a blank',
    },
    {
      what: 'a sum that is not 100',
      line: 'az ml online-endpoint update -n traps --traffic blue=90',
      code: 1,
      err: 'sum to 0 or 100',
    },
    {
      what: 'a deployment that is not there',
      line: 'az ml online-endpoint update -n traps --traffic red=100',
      code: 1,
      err: 'red',
    },
    {
      what: 'live traffic cannot be deleted',
      line: 'az ml online-deployment delete -n green -e traps --yes',
      code: 1,
      err: 'live traffic',
    },
    {
      what: 'back to blue',
      line: 'az ml online-endpoint update -n traps --traffic blue=100 -o none',
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'an update from a file leaves the traffic that it does not mention',
      line: 'az ml online-endpoint update -n traps -f endpoint.yml --query "[name, tags, traffic]"',
      out: json(['traps', { from: 'file' }, { blue: 100 }]),
      err: progress('Updating endpoint traps'),
    },
    {
      what: 'trap 8: update edits the live object and nothing else',
      line: 'az ml online-deployment update -n green -e traps --set request_settings.request_timeout_ms=7000 tags.k=v',
      out: json(
        deployment('green', {
          request_settings: {
            max_concurrent_requests_per_instance: 1,
            max_queue_wait_ms: 500,
            request_timeout_ms: 7000,
          },
          tags: { k: 'v' },
        }),
      ),
      err: progress('Updating deployment green'),
    },
    {
      what: 'trap 8: scaling',
      line: 'az ml online-deployment update --name green --endpoint traps --set instance_count=2 --query instance_count',
      out: '2\n',
      err: progress('Updating deployment green'),
    },
    {
      what: 'trap 8: --remove, --add and --force-string',
      line: 'az ml online-deployment update -n green -e traps --remove tags.k --force-string --set tags.n=1 --query tags',
      out: json({ n: '1' }),
      err: progress('Updating deployment green'),
    },
    {
      what: 'trap 8: --add to what is no list',
      line: 'az ml online-deployment update -n green -e traps --add tags x',
      code: 1,
      err: 'tags',
    },
    {
      what: 'trap 8: from a file with a nested --set',
      line: 'az ml online-deployment update -f deployment.yml -n green -e traps --set environment_variables.WHO=two --skip-script-validation --web --query environment_variables.WHO',
      out: '"two"\n',
      err: /^WARNING: --web has no effect.*\nUpdating deployment green\n[\s\S]*: done .*\n$/,
    },
    {
      what: 'trap 2: update without waiting',
      line: 'az ml online-deployment update -n green -e traps --set tags.z=1 --no-wait',
      err: 'The change goes on',
    },
    {
      what: 'update of a missing one',
      line: 'az ml online-deployment update -n none -e traps --set tags.a=1',
      code: 3,
      err: '(ResourceNotFound)',
    },
    {
      what: 'trap 10: show of a missing one',
      line: 'az ml online-deployment show -n missing -e traps',
      code: 1,
      err: /^ERROR: Met error <class 'ValueError'>/,
    },
  ],
};
