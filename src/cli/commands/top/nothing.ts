/** Commands that exist for scripts and have nothing to do here. */
export async function run(): Promise<undefined> {
  return undefined;
}
