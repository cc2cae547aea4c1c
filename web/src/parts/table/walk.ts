import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { rowAfter } from './keys.ts';

type Walking = {
  readonly box: RefObject<HTMLElement | null>;
  readonly count: number;
  /** How many rows are seen at once. */
  readonly page: () => number;
  readonly show: (row: number) => void;
};

/** The row that has the focus or would get it, and the keys that move it; rows bear `data-row`. */
export function useWalk({ box, count, page, show }: Walking) {
  const [chosen, setChosen] = useState(0);
  const wantsFocus = useRef(false);
  const current = Math.min(chosen, Math.max(0, count - 1));
  // After each drawing: a row that is far away exists only when the table has scrolled to it.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${current}"]`);
    if (row === null || row === undefined) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = rowAfter(event.key, { row: current, count, page: page() });
    if (next === undefined || rowOf(event.target) === undefined) return;
    event.preventDefault();
    wantsFocus.current = true;
    setChosen(next);
    show(next);
  };
  const onFocus = (event: FocusEvent): void => setChosen(rowOf(event.target) ?? chosen);
  return { current, onKeyDown, onFocus };
}

function rowOf(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : undefined;
  return row === null || row === undefined ? undefined : Number(row);
}
