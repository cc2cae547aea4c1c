import type { Message } from './protobuf.ts';

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Whole numbers are integers; what is undefined is left out. */
export function attributesOf(attributes: Attributes): readonly Message[] {
  return Object.entries(attributes).flatMap(([key, value]): Message[] => {
    switch (typeof value) {
      case 'string':
        return [{ key, value: { stringValue: value } }];
      case 'boolean':
        return [{ key, value: { boolValue: value } }];
      case 'number':
        return [
          { key, value: Number.isInteger(value) ? { intValue: BigInt(value) } : { doubleValue: value } },
        ];
      default:
        return [];
    }
  });
}

/** Of a time in ms since 1970, to the microsecond. */
export function nanosOf(ms: number): bigint {
  return BigInt(Math.round(ms * 1000)) * 1000n;
}

export const scope = { name: 'teal' } as const;
