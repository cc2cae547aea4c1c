export type StringMap = Readonly<Record<string, string>>;

/** Who made a resource, who changed it last, and when (ISO 8601). */
export type SystemData = {
  readonly createdAt?: string;
  readonly createdBy?: string;
  readonly createdByType?: string;
  readonly lastModifiedAt?: string;
  readonly lastModifiedBy?: string;
  readonly lastModifiedByType?: string;
};

/** Recorded and shown; on one machine it means nothing. */
export type IdentityBody = {
  /** `None`, `SystemAssigned` (unless given), `UserAssigned` or both; it cannot be changed. */
  readonly type: string;
  readonly userAssignedIdentities?: Readonly<
    Record<string, { readonly clientId?: string; readonly principalId?: string }>
  >;
  readonly principalId?: string;
  readonly tenantId?: string;
};
