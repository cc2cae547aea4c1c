import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Simulation, someDeployment, someRevision, someSpec } from './simulation.suite.ts';

function served(): Simulation {
  const world = new Simulation();
  world.settle();
  world.story.length = 0;
  return world;
}

describe('the plan of a deployment', () => {
  test('a new deployment: build, start, serve, publish, settle', () => {
    const world = new Simulation();
    world.settle();
    expect(world.story).toEqual([
      'build-environment',
      'add an instance of revision 1',
      'add an instance of revision 1',
      'start-instance i1',
      'start-instance i2',
      'mark i1 ready',
      'mark i2 ready',
      'serve revision 1',
      'settle succeeded',
    ]);
    expect([...world.published.instances]).toEqual(['i1', 'i2']);
  });

  test('an update starts the new revision, switches, and only then drains the old one', () => {
    const world = served();
    world.revisions = [someRevision(1), someRevision(2)];
    world.environments.set(2, { state: 'built', python: 'python', warnings: [] });
    world.deployment = { ...someDeployment(), ...world.deployment, generation: 2, targetRevision: 2 };
    world.settle();
    const order = ['serve revision 2', 'mark i1 stopping', 'settle succeeded', 'stop-instance i1'].map(
      (step) => world.story.indexOf(step),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
    expect([...world.published.instances]).toEqual(['i3', 'i4']);
    expect(world.instances.map(({ row }) => row.id)).toEqual(['i3', 'i4']);
  });

  test('a failed update leaves the old revision serving and says why', () => {
    const world = served();
    world.revisions = [someRevision(1), someRevision(2)];
    world.environments.set(2, { state: 'built', python: 'python', warnings: [] });
    world.outcome = (revision) => (revision === 2 ? 'script-error' : 'ready');
    world.deployment = { ...someDeployment(), ...world.deployment, generation: 2, targetRevision: 2 };
    world.settle();
    expect(world.deployment).toMatchObject({
      servingRevision: 1,
      observedGeneration: 2,
      failure: { code: 'UserScriptInitFailed', message: 'init() raised' },
    });
    expect([...world.published.instances]).toEqual(['i1', 'i2']);
    expect(world.story).not.toContain('mark i1 stopping');
  });

  test('a revision whose instances only crash is given up after three deaths', () => {
    const world = new Simulation();
    world.outcome = () => 'crash';
    world.deployment = someDeployment({ spec: { ...someSpec, instanceCount: 1 } });
    world.settle();
    expect(world.deployment?.failure).toMatchObject({ code: 'ResourceNotReady' });
    expect(world.instances.filter(({ row }) => row.state === 'failed')).toHaveLength(3);
    expect(world.published.instances.size).toBe(0);
  });

  test('an environment that cannot be built fails the create with the resolver’s words', () => {
    const world = new Simulation();
    world.environments.set(1, { state: 'failed', message: 'no such package', at: 1 });
    world.settle();
    expect(world.deployment?.failure).toEqual({
      code: 'ImageBuildFailure',
      message: 'The environment could not be built.\nno such package',
    });
  });

  test('scaling in drains the newest and leaves the rest alone', () => {
    const world = served();
    world.deployment = {
      ...someDeployment(),
      ...world.deployment,
      generation: 2,
      spec: { ...someSpec, instanceCount: 1 },
    };
    world.settle();
    expect(world.story.filter((step) => step.startsWith('stop-instance'))).toHaveLength(1);
    expect(world.published.instances.size).toBe(1);
    expect(world.deployment?.observedGeneration).toBe(2);
  });

  test('a dead instance of what serves is replaced', () => {
    const world = served();
    world.instances = world.instances.map((view) =>
      view.row.id === 'i1' && view.running
        ? { ...view, running: { ...view.running, alive: false, exit: { code: null, signal: 'SIGKILL' } } }
        : view,
    );
    world.settle();
    expect([...world.published.instances]).toEqual(['i2', 'i3']);
    expect(world.deployment?.failure).toBeNull();
  });

  test('deleting takes it out of the table, stops it, and forgets it, in that order', () => {
    const world = served();
    world.deployment = { ...someDeployment(), ...world.deployment, deleting: true, generation: 2 };
    world.endpoint = { ...someEndpointDeleting(world) };
    world.settle();
    expect(world.deployment).toBeUndefined();
    expect(world.endpoint).toBeUndefined();
    expect(world.story.indexOf('stop-instance i1')).toBeLessThan(world.story.indexOf('remove-deployment'));
    expect(world.story.at(-1)).toBe('remove-endpoint');
  });
});

function someEndpointDeleting(world: Simulation) {
  if (world.endpoint === undefined) throw new Error('the endpoint is there at first');
  return { ...world.endpoint, deleting: true, generation: 2 };
}

describe('whatever happens in between', () => {
  /** A crash of control may lose any part of a plan; the next turn plans again from what is there. */
  const steps = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('turn' as const),
        keep: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      }),
      fc.record({ kind: fc.constant('publish' as const) }),
      fc.record({ kind: fc.constant('kill' as const), which: fc.nat(5) }),
      fc.record({ kind: fc.constant('scale' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('update' as const) }),
    ),
    { maxLength: 40 },
  );

  test('nothing that a router may still send to is stopped, and it converges', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const world = new Simulation();
        world.settle();
        for (const step of script) run(world, step);
        world.now += 3_600_000;
        world.settle();
        const count = world.deployment?.spec.instanceCount;
        expect(world.published.instances.size).toBe(count);
        // Three kills of a newcomer are three deaths: then the old revision goes on, and the failure says so.
        if (world.deployment?.failure === null) {
          expect(world.deployment.servingRevision).toBe(world.deployment.targetRevision);
        }
      }),
      { numRuns: 200 },
    );
  });

  type Step = typeof steps extends fc.Arbitrary<readonly (infer S)[]> ? S : never;

  function run(world: Simulation, step: Step): void {
    world.now += 500;
    const { deployment } = world;
    if (deployment === undefined) return;
    switch (step.kind) {
      case 'turn':
        for (const [index, action] of world.plan().entries()) {
          if (step.keep[index % step.keep.length] !== true) continue;
          if (action.kind === 'stop-instance') expect(reachable(world, action.id)).toBe(false);
          world.apply(action);
        }
        return;
      case 'publish':
        return world.publish();
      case 'kill': {
        const victim = world.instances[step.which % Math.max(1, world.instances.length)];
        world.instances = world.instances.map((view) =>
          view === victim && view.running
            ? { ...view, running: { ...view.running, alive: false, exit: { code: 1, signal: null } } }
            : view,
        );
        return;
      }
      case 'scale':
        world.deployment = {
          ...deployment,
          generation: deployment.generation + 1,
          spec: { ...deployment.spec, instanceCount: step.count },
        };
        return;
      case 'update': {
        const number = world.revisions.length + 1;
        world.revisions = [...world.revisions, someRevision(number)];
        world.deployment = { ...deployment, generation: deployment.generation + 1, targetRevision: number };
        return;
      }
      default:
        step satisfies never;
    }
  }

  /** Broken instances are stopped although a table may still name them: there is nothing left to protect. */
  function reachable(world: Simulation, id: string): boolean {
    const view = world.instances.find(({ row }) => row.id === id);
    return view?.row.state === 'stopping' && world.published.instances.has(id);
  }
});
