import { said } from '../effect.ts';
import { Failure } from '../failure.ts';
import { didYouMean } from '../parse/suggest.ts';
import { isMap } from '../update/path.ts';
import type { Rule } from './rule.ts';

/** One broken rule; `path` is where in the file, `''` for the file itself. */
export type Problem = { readonly path: string; readonly message: string };

/**
 * The value with texts turned into the numbers and truth values that the schema asks for. Throws exit 1 with all
 * problems at once, each with its path, the value and what is allowed.
 */
export function checked(rule: Rule, value: unknown, what: string): Record<string, unknown> {
  const problems: Problem[] = [];
  const result = visit(rule, value, { path: '', problems });
  if (problems.length === 0 && isMap(result)) return result;
  throw refusal(what, problems.length > 0 ? problems : [{ path: '', message: 'is not a map of fields' }]);
}

/** What a file (or an edited object) has wrong, as one message. */
export function refusal(what: string, problems: readonly Problem[]): Failure {
  const lines = problems.map(({ path, message }) => `  ${path === '' ? what : path}: ${message}`);
  return new Failure(`${what} is not valid:\n${lines.join('\n')}`);
}

type Place = { readonly path: string; readonly problems: Problem[] };

function visit(rule: Rule, value: unknown, place: Place): unknown {
  switch (rule.kind) {
    case 'any':
      return value;
    case 'text':
      return textOf(value, place);
    case 'int':
    case 'number':
      return numberOf(rule, value, place);
    case 'bool':
      return boolOf(value, place);
    case 'choice':
      return choiceOf(rule.of, value, place);
    case 'map':
    case 'object':
      return mapOf(rule, value, place);
    case 'list':
      return listOf(rule, value, place);
    case 'either':
      return typeof value === 'string' ? value : eitherOf(rule, value, place);
    default:
      return rule satisfies never;
  }
}

function textOf(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return wrong(value, 'text', place);
}

function numberOf(rule: Extract<Rule, { kind: 'int' | 'number' }>, value: unknown, place: Place): unknown {
  const number =
    typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value) ? Number(value) : value;
  const { kind, min, max } = rule;
  const range =
    min === undefined && max === undefined
      ? ''
      : max === undefined
        ? ` of at least ${min}`
        : ` from ${min ?? '-∞'} to ${max}`;
  const fits =
    typeof number === 'number' &&
    Number.isFinite(number) &&
    (kind === 'number' || Number.isInteger(number)) &&
    number >= (min ?? Number.NEGATIVE_INFINITY) &&
    number <= (max ?? Number.POSITIVE_INFINITY);
  return fits ? number : wrong(value, `a ${kind === 'int' ? 'whole ' : ''}number${range}`, place);
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

function boolOf(value: unknown, place: Place): unknown {
  if (typeof value === 'boolean') return value;
  const word = String(value).toLowerCase();
  return truths[word] ?? wrong(value, 'true or false', place);
}

function choiceOf(of: readonly string[], value: unknown, place: Place): unknown {
  const plain = (text: string) => text.replace(/[_-]/g, '').toLowerCase();
  const found = of.find((one) => typeof value === 'string' && plain(one) === plain(value));
  if (found !== undefined) return found;
  const advice = typeof value === 'string' ? didYouMean(value, of) : '';
  return wrong(value, `one of ${of.join(', ')}`, place, advice);
}

function mapOf(rule: Extract<Rule, { kind: 'map' | 'object' }>, value: unknown, place: Place): unknown {
  if (value === null && rule.kind === 'map') return {};
  if (!isMap(value)) return wrong(value, 'a map', place);
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    if (rule.kind === 'map') return [[key, visit(knownOf(rule, key) ?? rule.of, member, { ...place, path })]];
    const field = rule.fields[key];
    if (field !== undefined && Object.hasOwn(rule.fields, key)) {
      if (field.effect?.kind === 'refused' && member !== null) {
        place.problems.push({ path, message: said(field.effect) });
        return [];
      }
      return member === null && field.required !== true
        ? []
        : [[key, visit(field, member, { ...place, path })]];
    }
    if (rule.served?.includes(key) !== true && key !== '$schema') unknownKey(key, rule, { ...place, path });
    return [];
  });
  if (rule.kind === 'object') {
    for (const [key, field] of Object.entries(rule.fields)) {
      if (field.required === true && !(key in value)) {
        const path = place.path === '' ? key : `${place.path}.${key}`;
        place.problems.push({ path, message: 'is required' });
      }
    }
  }
  return Object.fromEntries(entries);
}

function knownOf({ known }: Extract<Rule, { kind: 'map' }>, key: string): Rule | undefined {
  return known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined;
}

function unknownKey(key: string, rule: Extract<Rule, { kind: 'object' }>, place: Place): void {
  const keys = Object.keys(rule.fields);
  place.problems.push({
    path: place.path,
    message: `is not a known field; allowed are ${keys.sort().join(', ')}.${didYouMean(key, keys)}`,
  });
}

function listOf(rule: Extract<Rule, { kind: 'list' }>, value: unknown, place: Place): unknown {
  if (!Array.isArray(value)) return wrong(value, 'a list', place);
  if (rule.max !== undefined && value.length > rule.max) {
    place.problems.push({
      path: place.path,
      message: `has ${value.length} elements, allowed are ${rule.max}`,
    });
  }
  return value.map((item, index) => visit(rule.of, item, { ...place, path: `${place.path}[${index}]` }));
}

function eitherOf(rule: Extract<Rule, { kind: 'either' }>, value: unknown, place: Place): unknown {
  return isMap(value)
    ? visit(rule.object, value, place)
    : wrong(value, 'a reference such as azureml:NAME:VERSION, or a definition in place', place);
}

function wrong(value: unknown, allowed: string, { path, problems }: Place, advice = ''): undefined {
  const shown = JSON.stringify(value) ?? 'missing';
  problems.push({
    path,
    message: `value ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}, allowed: ${allowed}.${advice}`,
  });
  return undefined;
}
