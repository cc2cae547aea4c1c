/** How much of everything there is. */
export type Size = {
  readonly endpoints: number;
  readonly deployments: number;
  readonly minutes: number;
  /** How often a page is loaded, of each kind. */
  readonly loads: number;
  /** For how long a Monitor tab is watched while new values come, in seconds. */
  readonly watchSeconds: number;
  /** How many places of a chart the pointer visits. */
  readonly pointed: number;
};

export function sizeOf(smoke: boolean): Size {
  return smoke
    ? { endpoints: 60, deployments: 3, minutes: 60, loads: 1, watchSeconds: 1, pointed: 20 }
    : { endpoints: 1000, deployments: 20, minutes: 24 * 60, loads: 9, watchSeconds: 60, pointed: 600 };
}

/** The endpoint whose Monitor tab is full. */
export const busy = 'busy';
export const deploymentNames = ({ deployments }: Size) =>
  Array.from({ length: deployments }, (_, at) => `deploy-${at}`);
