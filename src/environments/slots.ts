/** Lets a fixed number of tasks run at once; the others wait in the order in which they came. */
export type Slots = <T>(task: () => Promise<T>) => Promise<T>;

export function createSlots(limit: number): Slots {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const take = (): Promise<void> => {
    if (busy < limit) {
      busy++;
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) busy--;
    else next();
  };
  return async (task) => {
    await take();
    try {
      return await task();
    } finally {
      give();
    }
  };
}
