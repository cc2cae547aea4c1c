/**
 * What is said of something when it is pointed at or focused. Assistive technology is told at once; the tip itself comes
 * with its code when somebody first wants it, for placing it is 15 kB that no page needs before.
 */
import { cloneElement, type ReactElement, type RefAttributes, useEffect, useRef, useState } from 'react';
import { later } from './later.tsx';

const ShownTip = later(async () => (await import('./shown-tip.tsx')).ShownTip);

/** Who passes over it does not mean it; who leaves it may be on the way to the tip. */
const delayMs = 250;

type Told = RefAttributes<HTMLElement> & {
  readonly 'aria-label'?: string;
  readonly 'aria-description'?: string;
  readonly onPointerEnter?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
};

export type TipProps = {
  readonly content: string;
  /** Whether it is the name of what it stands at, or more about it. */
  readonly is: 'label' | 'description';
  /** An element that has none of these by itself. */
  readonly children: ReactElement<Told>;
};

export function Tip({ content, is, children }: TipProps) {
  const target = useRef<HTMLElement>(null);
  const { isShown, show, hide, set } = useDelayed();
  return (
    <>
      {cloneElement(children, {
        ref: target,
        [is === 'label' ? 'aria-label' : 'aria-description']: content,
        onPointerEnter: show,
        onPointerLeave: hide,
        // A click focuses as well, and is no question.
        onFocus: () => target.current?.matches(':focus-visible') && show(),
        onBlur: () => set(false),
      })}
      {isShown && (
        <ShownTip
          content={content}
          target={target.current}
          onStay={() => set(true)}
          onLeave={hide}
          onEnd={() => set(false)}
        />
      )}
    </>
  );
}

function useDelayed() {
  const [isShown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const after = (next: boolean): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(next), delayMs);
  };
  return {
    isShown,
    show: () => after(true),
    hide: () => after(false),
    set: (next: boolean) => {
      clearTimeout(timer.current);
      setShown(next);
    },
  };
}
