/** What changes in a workspace, as it happens; over `fetch`, so that it works in Node.js and shows its credential. */
import { ArmError, TransportError } from './errors.ts';
import { type Message, messagesOf } from './event-stream.ts';
import type { Client } from './http.ts';
import { paths } from './paths.ts';
import { pause } from './pause.ts';
import type { WorkspaceKey } from './wire.ts';

/** What a resource is after a change: its provisioningState, or `Deleted`. */
export type ChangedState =
  | 'Creating'
  | 'Updating'
  | 'Scaling'
  | 'Deleting'
  | 'Succeeded'
  | 'Failed'
  | 'Canceled'
  | 'Deleted';

/** It says where to look, not what is there. */
export type TealEvent =
  /** The stream began, or began again where it had ended. */
  | { readonly kind: 'open' }
  /** Something was missed: what was read before may be old. */
  | { readonly kind: 'reset' }
  /** Nothing comes for a moment; it is being tried again. */
  | { readonly kind: 'lost'; readonly error: unknown }
  | {
      readonly kind: 'endpoint';
      readonly id: string;
      readonly endpoint: string;
      readonly state: ChangedState;
    }
  /** Also when instances of it came, became ready, failed or went. */
  | {
      readonly kind: 'deployment';
      readonly id: string;
      readonly endpoint: string;
      readonly deployment: string;
      readonly state: ChangedState;
    }
  | {
      readonly kind: 'operation';
      /** As in the list of operations. */
      readonly name: string;
      readonly resourceId: string;
      readonly verb: 'create' | 'update' | 'delete';
      readonly status: 'InProgress' | 'Succeeded' | 'Failed';
    }
  | {
      readonly kind: 'asset';
      readonly assetKind: 'models' | 'environments' | 'codes' | 'data';
      readonly name: string;
      readonly version: string | null;
    }
  | {
      readonly kind: 'environment';
      readonly key: string;
      readonly state: 'building' | 'built' | 'failed' | 'absent';
    }
  /** Every router worker serves this version of the routing table; `endpoints` null means any may have changed. */
  | { readonly kind: 'table'; readonly version: number; readonly endpoints: readonly string[] | null }
  /** What was counted in the `seconds` up to `at` (ISO 8601); endpoints without requests are missing. */
  | {
      readonly kind: 'metrics';
      readonly at: string;
      readonly seconds: number;
      readonly endpoints: Readonly<Record<string, { readonly requests: number; readonly errors: number }>>;
    };

export type Listening = {
  /** Ends the loop, without an error. */
  readonly signal?: AbortSignal | undefined;
};

export type Events = {
  /**
   * Until the loop is left or the signal is aborted. A connection that is lost is made again, with growing pauses, and goes
   * on where it ended; what was missed for good is told by `reset`. Throws ArmError when the service refuses (401 when a
   * session is over).
   */
  events(listening?: Listening): AsyncIterable<TealEvent>;
};

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** The events of a workspace. */
export function events(client: Client, workspace: WorkspaceKey): Events {
  return { events: ({ signal } = {}) => listen(client, workspace, signal ?? new AbortController().signal) };
}

async function* listen(
  client: Client,
  workspace: WorkspaceKey,
  signal: AbortSignal,
): AsyncGenerator<TealEvent, void> {
  let lastId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const { event, id, data } of await opened(client, workspace, { lastId, signal })) {
        lastId = id ?? lastId;
        failures = 0;
        const read = eventOf(event, data);
        if (read !== undefined) yield read;
      }
      if (!signal.aborted) yield { kind: 'lost', error: new TransportError('The stream of events ended.') };
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
      yield { kind: 'lost', error };
    }
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
    failures += 1;
    await pause(longest * (0.5 + Math.random() / 2), signal).catch(() => undefined);
  }
}

type Where = { readonly lastId: string | undefined; readonly signal: AbortSignal };

async function opened(
  client: Client,
  workspace: WorkspaceKey,
  { lastId, signal }: Where,
): Promise<AsyncIterable<Message>> {
  const response = await client.open('GET', `${paths.workspace(workspace)}/events`, {
    headers: { Accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'Last-Event-ID': lastId }) },
    signal,
    usualPatienceMs: 0,
  });
  if (response.body === null) throw new TransportError('The stream of events has no content.');
  return resumed(lastId, messagesOf(response.body, signal));
}

/** The service greets whoever is new; whoever goes on where they ended is greeted here. */
async function* resumed(
  lastId: string | undefined,
  messages: AsyncIterable<Message>,
): AsyncGenerator<Message, void> {
  if (lastId !== undefined) yield { event: 'hello', id: undefined, data: '{}' };
  yield* messages;
}

function eventOf(event: string, data: string): TealEvent | undefined {
  const content = JSON.parse(data) as Record<string, unknown>;
  switch (event) {
    case 'hello':
      return { kind: 'open' };
    case 'asset':
      return { ...content, kind: 'asset', assetKind: content.kind } as TealEvent;
    case 'reset':
    case 'endpoint':
    case 'deployment':
    case 'operation':
    case 'environment':
    case 'table':
    case 'metrics':
      return { ...content, kind: event } as TealEvent;
    default:
      return undefined;
  }
}

/** What may be otherwise in a moment. */
function isPassing(error: unknown): boolean {
  if (error instanceof ArmError) return error.status === 429 || error.status >= 500;
  return true;
}
