/**
 * What becomes of an option or a YAML key that does not do here what it does on Azure; whatever bears no such mark works.
 * The marks stand beside the declarations, so that help, docs/reference/parity.md and behaviour are read from one place.
 */
export type Effect = {
  /** `recorded`: kept and shown again. `none`: taken with a warning. `refused`: with an error. */
  readonly kind: 'recorded' | 'none' | 'refused';
  /** The reason, as a clause without a full stop. */
  readonly why: string;
};

/** What somebody who uses it is told, after its name. */
export function said({ kind, why }: Effect): string {
  switch (kind) {
    case 'recorded':
      return `is recorded and shown, and has no other effect here: ${why}.`;
    case 'none':
      return `has no effect here: ${why}.`;
    case 'refused':
      return `is not available on Teal: ${why}.`;
    default:
      return kind satisfies never;
  }
}
