/** The versions of Azure's tools whose command lines these commands follow. */
export const contract = { core: '2.77.0', ml: '2.44.1' } as const;
