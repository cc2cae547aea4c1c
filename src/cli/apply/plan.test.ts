import { describe, expect, test } from 'vitest';
import { type Live, planSteps, showPlan, type Wanted } from './plan.ts';

const endpoint = { auth_mode: 'key' };
const blue = { instance_count: '1', model: 'model-1:1' };
const green = { instance_count: '2', model: 'model-2:1' };

const wanted = (
  deployments: Record<string, Record<string, string>>,
  traffic: Record<string, number>,
): Wanted => ({
  endpoint,
  traffic,
  deployments: new Map(Object.entries(deployments)),
  complete: true,
});
const live = (
  deployments: Record<string, Record<string, string>>,
  traffic: Record<string, number>,
): Live => ({
  endpoint,
  traffic,
  deployments: new Map(Object.entries(deployments)),
});
const kinds = (steps: ReturnType<typeof planSteps>) =>
  steps.map((step) => ('name' in step ? `${step.kind} ${step.name}` : step.kind));

describe('the plan of a declarative file', () => {
  test('the first file creates the endpoint, then blue, then its traffic', () => {
    const nothing: Live = { endpoint: undefined, traffic: {}, deployments: new Map() };
    expect(kinds(planSteps(wanted({ blue }, { blue: 100 }), nothing))).toEqual([
      'create-endpoint',
      'create-deployment blue',
      'set-traffic',
    ]);
  });

  test('scaling changes one field of one deployment', () => {
    const steps = planSteps(
      wanted({ blue: { ...blue, instance_count: '2' } }, { blue: 100 }),
      live({ blue }, { blue: 100 }),
    );
    expect(steps).toEqual([
      { kind: 'update-deployment', name: 'blue', changes: [{ field: 'instance_count', from: '1', to: '2' }] },
    ]);
    expect(showPlan('churn', steps)).toBe('~ deployment blue\n  ~ instance_count: 1 -> 2\n');
  });

  test('a new deployment with 0 % changes no traffic', () => {
    expect(
      kinds(planSteps(wanted({ blue, green }, { blue: 100, green: 0 }), live({ blue }, { blue: 100 }))),
    ).toEqual(['create-deployment green']);
  });

  test('what left the file is deleted after traffic has left it', () => {
    expect(kinds(planSteps(wanted({ green }, { green: 100 }), live({ blue, green }, { blue: 100 })))).toEqual(
      ['set-traffic', 'delete-deployment blue'],
    );
  });

  test('files that are not complete delete nothing', () => {
    const partly = { ...wanted({ green }, { green: 100 }), complete: false, traffic: undefined };
    expect(planSteps(partly, live({ blue, green }, { blue: 100 }))).toEqual([]);
  });

  test('the same file twice changes nothing, and says so', () => {
    const steps = planSteps(wanted({ blue }, { blue: 100 }), live({ blue }, { blue: 100 }));
    expect(steps).toEqual([]);
    expect(showPlan('churn', steps)).toContain('nothing to change');
  });
});
