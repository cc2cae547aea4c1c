/** Deadlines of what is in flight, looked at together: a timer for each request would cost more than the routing. */

export type Due = {
  /** `performance.now()` at which it is overdue. */
  dueAt: number;
  /** Where it is in the list; -1 when it is not. */
  dueIndex: number;
  onOverdue(): void;
};

/** How late a deadline may be noticed. */
const TICK_MS = 10;

const list: Due[] = [];
let timer: NodeJS.Timeout | undefined;

export function watch(due: Due): void {
  due.dueIndex = list.length;
  list.push(due);
  timer ??= setInterval(look, TICK_MS);
}

export function unwatch(due: Due): void {
  const at = due.dueIndex;
  if (at < 0) return;
  due.dueIndex = -1;
  const last = list.pop();
  if (last === undefined || last === due) return;
  list[at] = last;
  last.dueIndex = at;
}

function look(): void {
  if (list.length === 0) {
    clearInterval(timer);
    timer = undefined;
    return;
  }
  const now = performance.now();
  // Backwards: one that is taken out is replaced by one that has been looked at.
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const due = list[at];
    if (due !== undefined && due.dueAt <= now) due.onOverdue();
  }
}
