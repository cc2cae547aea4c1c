import { makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTheme } from '../../app/theme.tsx';
import { type Drawing, openDrawing, type Shown } from './drawing.ts';
import { placeOf, valueAt } from './line.ts';
import type { Moments } from './moments.ts';
import { localTime, utcTime } from './words.ts';

export type PlotProps = Omit<Shown, 'isDark'> & {
  readonly label: string;
  readonly format: (value: number) => string;
  readonly moments: Moments;
};

const useStyles = makeStyles({
  root: {
    minWidth: 0,
    minHeight: '200px',
    touchAction: 'pan-y',
    borderRadius: tokens.borderRadiusMedium,
    forcedColorAdjust: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** The curves; arrows move along them as the pointer does, and what they are there is said. */
export function Plot({ label, times, lines, axis, format, moments }: PlotProps) {
  const styles = useStyles();
  const { isDark } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const at = useSyncExternalStore(moments.watch, moments.get);
  useEffect(() => {
    if (place.current === null) return;
    const open = openDrawing(place.current, moments);
    drawing.current = open;
    return () => open.close();
  }, [moments]);
  useEffect(() => drawing.current?.show({ times, lines, axis, isDark }), [times, lines, axis, isDark]);
  const here = at === undefined ? times.length - 1 : placeOf(times, at);
  const time = times[here] ?? 0;
  const values = lines.map((line) => `${line.label} ${valueAt(line, here, format)}`).join(', ');
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = walked(event.key, here, times.length);
    if (next === undefined) return;
    event.preventDefault();
    moments.set(next === 'newest' ? undefined : times[next]);
  };
  return (
    <div
      ref={place}
      className={styles.root}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: moment`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, times.length - 1)}
      aria-valuenow={Math.max(0, here)}
      aria-valuetext={`${localTime(time)}, ${utcTime(time)}: ${values}`}
      onKeyDown={onKeyDown}
      onBlur={() => moments.set(undefined)}
    />
  );
}

/** Where a key leads from `here`; undefined when it means nothing to a chart. */
function walked(key: string, here: number, count: number): number | 'newest' | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    PageDown: -10,
    PageUp: 10,
    Home: -count,
  };
  if (key === 'End' || key === 'Escape') return 'newest';
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, here + step));
}
