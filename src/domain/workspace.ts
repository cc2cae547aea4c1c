/** The ARM parent that owns endpoints and assets. */
export type WorkspaceKey = {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
};

export type Workspace = WorkspaceKey & {
  readonly uid: string;
  readonly location: string;
  readonly createdAt: number;
};

/** Who did it and when; times are milliseconds since 1970. */
export type Stamp = {
  readonly createdAt: number;
  readonly createdBy: string;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
};

export type StringMap = Readonly<Record<string, string>>;
