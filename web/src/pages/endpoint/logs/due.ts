import type { TealEvent } from '../../../../../src/sdk/events.ts';

/** Lines are written a moment after what they tell of; what was too early for one beat is there at the next. */
export type Due = 'now' | 'later' | 'no';

/** What an event means for the lines of an endpoint; `metrics` are the service's beats, every five seconds. */
export function dueBy(event: TealEvent, endpoint: string, kind: 'traffic' | 'event'): Due {
  switch (event.kind) {
    case 'open':
    case 'reset':
      return 'now';
    case 'metrics':
      return kind === 'traffic' && Object.hasOwn(event.endpoints, endpoint) ? 'now' : 'no';
    case 'deployment':
      return kind === 'event' && event.endpoint === endpoint ? 'later' : 'no';
    default:
      return 'no';
  }
}
