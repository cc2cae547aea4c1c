const againMs = 60_000;

/** Says what goes wrong once a minute at most, however often it does. */
export function createComplaint(what: string, log: (line: string) => void): (cause: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (cause) => {
    const now = performance.now();
    if (now - saidAt < againMs) return;
    saidAt = now;
    log(`${what}: ${String(cause)}`);
  };
}
