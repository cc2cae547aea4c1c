/** One run at a time per instance; who comes while it runs shares it. */
export function shared(
  runs: Map<string, Promise<void>>,
  id: string,
  run: () => Promise<void>,
): Promise<void> {
  const running = runs.get(id);
  if (running !== undefined) return running;
  const own = run().finally(() => runs.delete(id));
  runs.set(id, own);
  return own;
}
