import { describe, expect, test } from 'vitest';
import { type AutoscaleSetting, noMemory, type OwnPolicy } from '../domain/autoscale/ports.ts';
import { deployment, fill } from './rows.suite.ts';
import type { StoreRig } from './store.suite.ts';

const key = { subscription: 'S', resourceGroup: 'G', name: 'scale-blue' };
const setting: AutoscaleSetting = {
  ...key,
  location: 'local',
  tags: { a: 'b' },
  enabled: true,
  target: { id: '/x', endpoint: 'churn', deployment: 'blue' },
  profiles: [
    {
      name: 'default',
      capacity: { minimum: 1, maximum: 2, fallback: 1 },
      rules: [],
      schedule: { kind: 'always' },
    },
  ],
  sent: { enabled: true },
  createdAt: 1,
  createdBy: 'ann',
  modifiedAt: 2,
  modifiedBy: 'ben',
};
const policy: OwnPolicy = {
  perInstance: 2,
  minimum: 0,
  maximum: 3,
  outMs: 1,
  inMs: 2,
  idleMs: 3,
  hold: { limit: 4, waitMs: 5 },
};

export function autoscales(using: () => StoreRig): void {
  describe('autoscale', () => {
    test('settings are found whatever the case of their names, replaced, and removed once', async () => {
      const { autoscale } = using().store.rows;
      await autoscale.saveSetting(setting);
      const loud = { subscription: 's', resourceGroup: 'g', name: 'SCALE-BLUE' };
      expect(await autoscale.setting(loud)).toEqual(setting);
      await autoscale.saveSetting({ ...setting, enabled: false, modifiedAt: 3 });
      await autoscale.saveSetting({ ...setting, resourceGroup: 'other' });
      expect(
        (await autoscale.settings()).map(({ resourceGroup, enabled }) => [resourceGroup, enabled]),
      ).toEqual(
        expect.arrayContaining([
          ['G', false],
          ['other', true],
        ]),
      );
      expect([await autoscale.removeSetting(loud), await autoscale.removeSetting(loud)]).toEqual([
        true,
        false,
      ]);
      expect(await autoscale.settings()).toHaveLength(1);
    });

    test('what governs a deployment goes with it', async () => {
      const { rows } = using().store;
      await fill(rows);
      const memory = { ...noMemory, seen: 2, changed: { at: 9, who: 'autoscale' } };
      await rows.autoscale.saveGoverned({ deploymentUid: deployment.uid, policy, memory: noMemory });
      await rows.autoscale.saveGoverned({ deploymentUid: deployment.uid, policy, memory });
      const kept = [{ deploymentUid: deployment.uid, policy, memory }];
      expect(await rows.autoscale.governed()).toEqual(kept);
      expect(await rows.autoscale.governed([deployment.uid, 'x'])).toEqual(kept);
      expect(await rows.autoscale.governed([])).toEqual([]);
      await rows.deployments.remove(deployment.uid);
      expect(await rows.autoscale.governed()).toEqual([]);
    });

    test('deployments with target_utilization are found by it', async () => {
      const { rows } = using().store;
      await fill(rows);
      expect(await rows.deployments.byUtilization()).toEqual([]);
      const scaleSettings = {
        kind: 'target_utilization',
        minInstances: 1,
        maxInstances: 2,
        pollingIntervalSeconds: 1,
        targetUtilizationPercentage: 70,
      } as const;
      const spec = { ...deployment.spec, scaleSettings };
      await rows.deployments.save({ ...deployment, spec, version: deployment.version + 1 });
      expect((await rows.deployments.byUtilization()).map(({ uid }) => uid)).toEqual([deployment.uid]);
    });
  });
}
