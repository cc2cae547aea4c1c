/** PUT {deployment}/autoscale (ours): instances by requests in flight. */
import type { OwnPolicy } from '../../domain/autoscale/ports.ts';
import { DomainError } from '../../domain/errors.ts';
import { limitRules } from '../../domain/limits.ts';
import { checked } from '../check.ts';
import { parseDuration } from '../durations.ts';
import { withoutEchoes, withoutNulls } from '../envelope.ts';
import { InFlightBody } from './body.ts';

/** Instances of a deployment, whatever its limit. */
const { most } = limitRules.instancesPerDeployment;
const usual = { window: 'PT60S', idle: 'PT5M', maxHeld: 100, holdTimeout: 'PT2M', share: 0.7 } as const;
/** Instances are added by so much shorter a time than they are taken away by. */
const quickerOut = 10;
const leastOutMs = 3000;

const readOnly = ['mode', 'instances', 'lastChange', 'decisions'];

/**
 * `concurrency` is what an instance takes at once: unless the body says otherwise it is to be busy to 70 percent. Throws
 * bad-argument with the path of the field.
 */
export function inFlightPolicy(body: unknown, concurrency: number): OwnPolicy {
  const { properties } = checked(InFlightBody, withoutNulls(withoutEchoes(body, readOnly)));
  const { minInstances = 1, maxInstances } = properties;
  const maximum = range('maxInstances', maxInstances, 1, most);
  const inMs = spanOf('window', properties.window ?? usual.window, 3000, 3_600_000);
  return {
    perInstance: range('targetInFlight', properties.targetInFlight ?? concurrency * usual.share, 0.01, 1000),
    minimum: range('minInstances', minInstances, 0, maximum),
    maximum,
    inMs,
    outMs: Math.min(inMs, Math.max(leastOutMs, inMs / quickerOut)),
    idleMs: spanOf('idle', properties.idle ?? usual.idle, 2000, 86_400_000),
    hold: {
      limit: range('maxHeld', properties.maxHeld ?? usual.maxHeld, 1, 10_000),
      waitMs: spanOf('holdTimeout', properties.holdTimeout ?? usual.holdTimeout, 1000, 900_000),
    },
  };
}

function spanOf(name: string, text: string, least: number, longest: number): number {
  const ms = parseDuration(text, `properties.${name}`);
  if (ms >= least && ms <= longest) return ms;
  return refuse(name, `is ${text}; it must be PT${least / 1000}S to PT${longest / 1000}S`);
}

function range(name: string, value: number, least: number, largest: number): number {
  if (Number.isFinite(value) && value >= least && value <= largest) return value;
  return refuse(name, `is ${value}; it must be ${least} to ${largest}`);
}

function refuse(name: string, what: string): never {
  throw new DomainError('bad-argument', `properties.${name} ${what}.`, { target: `properties.${name}` });
}
