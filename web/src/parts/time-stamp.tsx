import { useSyncExternalStore } from 'react';
import { agoOf, clock, everyMinute, exactOf, momentOf, shortOf } from './time.ts';
import { Tip } from './tip.tsx';

export type TimeStampProps = {
  /** ISO 8601; an empty one is shown as a dash. */
  readonly at: string | undefined | null;
  /** "3 minutes ago" instead of date and time. */
  readonly relative?: boolean;
  /** To the millisecond. */
  readonly precise?: boolean;
};

/** A moment in the local zone; in UTC, with the local one, when pointed at or focused. */
export function TimeStamp({ at, relative = false, precise = false }: TimeStampProps) {
  const now = useSyncExternalStore(everyMinute, clock);
  if (!at || Number.isNaN(Date.parse(at))) return <>–</>;
  const text = relative ? agoOf(at, now) : precise ? momentOf(at) : shortOf(at);
  return (
    <Tip content={exactOf(at)} is="description">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: UTC must be reached without a mouse, too. */}
      <time dateTime={at} tabIndex={0}>
        {text}
      </time>
    </Tip>
  );
}
