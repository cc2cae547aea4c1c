import { DomainError } from './errors.ts';

const shape = /^[a-zA-Z](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const assetShape = /^[a-zA-Z0-9][-\w.]{0,254}$/;

/**
 * Endpoint and deployment names: 3 to 32 characters, a letter first, a letter or digit last, hyphens inside
 * (Azure ML's rule, with its two distinct messages).
 */
export function checkName(what: 'endpoint' | 'deployment', name: string): void {
  if (name.length < 3 || name.length > 32) {
    throw new DomainError(
      'bad-argument',
      `The ${what} name '${name}' has ${name.length} characters; it must have at least 3 and at most 32.`,
      { target: 'name' },
    );
  }
  if (!shape.test(name)) {
    throw new DomainError(
      'bad-argument',
      `The ${what} name '${name}' must start with a letter, end with a letter or digit and otherwise contain only letters, digits and hyphens.`,
      { target: 'name' },
    );
  }
}

/** Names and versions of assets: 1 to 255 characters of letters, digits, '-', '_' and '.', not starting with a sign. */
export function checkAssetName(what: string, name: string): void {
  if (assetShape.test(name)) return;
  throw new DomainError(
    'bad-argument',
    `The ${what} '${name}' must start with a letter or digit and contain only letters, digits, '-', '_' and '.', at most 255 of them.`,
    { target: 'name' },
  );
}
