import { DomainError } from '../domain/errors.ts';

const oldestOfMachineLearning = '2021-10-01';

/**
 * Checks the `api-version` of a request. Azure's clients mix versions inside one flow, so every dated version from
 * the oldest on (2021-10-01 for Azure ML) is accepted and none changes the behaviour; a missing, malformed or older one is refused.
 */
export function checkApiVersion(value: unknown, oldest: string = oldestOfMachineLearning): void {
  if (
    typeof value === 'string' &&
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-preview)?$/.test(value) &&
    value >= oldest
  ) {
    return;
  }
  const missing = value === undefined || value === '';
  const said = missing ? 'is missing' : `'${String(value)}' is not supported`;
  throw new DomainError(
    missing ? 'no-api-version' : 'bad-api-version',
    `The api-version query parameter ${said}; it must be a date such as 2023-04-01 or 2024-07-01-preview, not before ${oldest}.`,
    { target: 'api-version' },
  );
}
