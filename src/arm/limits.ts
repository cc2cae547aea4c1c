/** Limits on the wire: ours, for Azure shows and changes its own through support and quota pages. */
import Type from 'typebox';
import { DomainError } from '../domain/errors.ts';
import {
  effectiveLimit,
  type LimitLayers,
  type LimitName,
  type LimitRule,
  type LimitsChange,
  limitNames,
  limitRules,
} from '../domain/limits.ts';
import { checked } from './check.ts';
import { closed } from './parts-of-bodies.ts';

const Body = Type.Object({ properties: Type.Object({}, { additionalProperties: true }) }, closed);

/**
 * PATCH limits `{ properties: { NAME: number | "none" | null } }`: null takes away what was set. Throws bad-argument that
 * names the limit, the value and what is allowed; whether a number is allowed the use case knows.
 */
export function limitsChange(body: unknown): LimitsChange {
  const change: Record<string, number | 'none' | null> = {};
  for (const [name, value] of Object.entries(checked(Body, body).properties)) {
    const target = `properties.${name}`;
    if (!isLimit(name)) {
      throw new DomainError('bad-argument', `${target} is no limit; limits are ${limitNames.join(', ')}.`, {
        target,
      });
    }
    if (typeof value !== 'number' && value !== 'none' && value !== null) {
      const { least, most }: LimitRule = limitRules[name];
      const allowed = `a whole number from ${least} to ${most}, "none", or null`;
      throw new DomainError('bad-argument', `${target} is ${JSON.stringify(value)}; it must be ${allowed}.`, {
        target,
      });
    }
    change[name] = value;
  }
  if (Object.keys(change).length > 0) return change;
  throw new DomainError('bad-argument', `properties names no limit; limits are ${limitNames.join(', ')}.`, {
    target: 'properties',
  });
}

/** What is there or goes on now, by limit; missing where nothing is known. */
export type Usage = Partial<Readonly<Record<LimitName, number>>>;

/** Limits as they hold where `layers` come from; `of` is whose limits are `configured`. */
export function renderLimits(
  id: string,
  of: 'workspace' | 'endpoint',
  { layers, usage, etag }: { readonly layers: LimitLayers; readonly usage: Usage; readonly etag: string },
) {
  const names = limitNames.filter((name) => of === 'workspace' || limitRules[name].ofEndpoint);
  return {
    id: `${id}/limits`,
    name: 'limits',
    type: `Microsoft.MachineLearningServices/workspaces/${of === 'endpoint' ? 'onlineEndpoints/' : ''}limits`,
    etag,
    properties: Object.fromEntries(
      names.map((name) => {
        const { value, from, fallback } = effectiveLimit(name, layers);
        const configured = layers[of][name] ?? null;
        const current = usage[name] ?? null;
        const { unit } = limitRules[name];
        return [name, { default: fallback, configured, effective: value, source: from, current, unit }];
      }),
    ),
  };
}

function isLimit(name: string): name is LimitName {
  return Object.hasOwn(limitRules, name);
}
