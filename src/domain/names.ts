import { DomainError } from './errors.ts';
import type { WorkspaceKey } from './workspace.ts';

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

const scopeNames: readonly {
  readonly field: keyof WorkspaceKey;
  readonly shape: RegExp;
  readonly rule: string;
}[] = [
  { field: 'subscription', shape: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, rule: 'a UUID' },
  {
    field: 'resourceGroup',
    shape: /^[-\w.()]{0,89}[-\w()]$/,
    rule: "1 to 90 letters, digits, '-', '_', '.', '(' and ')', without a '.' at the end",
  },
  {
    field: 'name',
    shape: /^[a-zA-Z0-9][-\w]{2,32}$/,
    rule: "3 to 33 letters, digits, '-' and '_', a letter or digit first",
  },
];

/** The three names of a new workspace, by Azure's rules for each. */
export function checkWorkspaceNames(key: WorkspaceKey): void {
  const wrong = scopeNames.find(({ field, shape }) => !shape.test(key[field]));
  if (wrong === undefined) return;
  const what = { subscription: 'subscription', resourceGroup: 'resource group', name: 'workspace name' };
  throw new DomainError(
    'bad-argument',
    `The ${what[wrong.field]} '${key[wrong.field]}' is not allowed for a new workspace; it must be ${wrong.rule}.`,
    { target: wrong.field },
  );
}
