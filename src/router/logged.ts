/** What lines of the traffic log have in common, kept with what they have it from. */
export type Shared = {
  readonly number: number;
  /** The line that says it, from the end of its time on. */
  readonly bytes: Uint8Array;
  /** The number of the page that it was written to last. */
  page: number;
};

/** For which state of the endpoint it holds. */
export type Logged = { readonly endpoint: object; readonly shared: Shared };
