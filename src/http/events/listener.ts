import { Readable } from 'node:stream';
import { renderChange } from '../../arm/change.ts';
import type { Feed, Told } from '../../control/feed/feed.ts';
import type { Beat, Pulse } from '../../domain/metrics/ports.ts';
import type { Workspace } from '../../domain/workspace.ts';

const beatMs = 15_000;
/** What may wait for a client that does not read; one that has more is cut off, and resumes or begins anew. */
const mostWaiting = 256 * 1024;
/** More than that is read anew sooner than it is retold. */
const mostMissed = mostWaiting / 2;
/** How soon a browser comes back. */
const again = 'retry: 2000\n\n';

let streams = 0;

/** How many clients listen. */
export function openStreams(): number {
  return streams;
}

export type Listener = { readonly lastId: string | undefined; readonly isOver: () => boolean };

/** What one client is told, until it goes, is over, or does not read. */
export function eventStream(
  { feed, pulse }: { readonly feed: Feed; readonly pulse: Pick<Pulse, 'watch'> },
  workspace: Workspace,
  { lastId, isOver }: Listener,
): Readable {
  const stream = new Readable({ read: () => {} });
  const say = (text: string): void => {
    if (stream.destroyed) return;
    if (stream.readableLength + text.length > mostWaiting) {
      stream.destroy(new Error('The client does not read.'));
    } else stream.push(text);
  };
  const tell = (told: Told): void => {
    if (isFor(workspace, told)) say(frameOf(workspace, told));
  };
  const heartbeat = setInterval(() => {
    if (isOver()) stream.push(null);
    else say(': alive\n\n');
  }, beatMs);
  const ends = [feed.watch(tell), pulse.watch((beat) => say(beatFrame(beat)))];
  streams += 1;
  stream.once('close', () => {
    streams -= 1;
    clearInterval(heartbeat);
    for (const end of ends) end();
  });
  say(again);
  for (const text of greeting(feed, workspace, lastId)) say(text);
  return stream;
}

/** What was missed, or that it is not known any more, or too much to be worth telling. */
function greeting(feed: Feed, workspace: Workspace, lastId: string | undefined): readonly string[] {
  if (lastId === undefined) return [frame('hello', {}, feed.lastId())];
  const missed = feed.since(lastId)?.filter((told) => isFor(workspace, told));
  const frames = missed?.map((told) => frameOf(workspace, told));
  const size = frames?.reduce((sum, { length }) => sum + length, 0) ?? Number.POSITIVE_INFINITY;
  return frames === undefined || size > mostMissed ? [frame('reset', {}, feed.lastId())] : frames;
}

function isFor(workspace: Workspace, { change: { workspaceUid } }: Told): boolean {
  return workspaceUid === null || workspaceUid === workspace.uid;
}

/** Written once, however many listen: a change goes to listeners of its own workspace alone. */
const frames = new WeakMap<Told, string>();

function frameOf(workspace: Workspace, told: Told): string {
  const known = frames.get(told);
  if (known !== undefined) return known;
  const text = frame(told.change.kind, renderChange(workspace, told.change), told.id);
  frames.set(told, text);
  return text;
}

function beatFrame({ at, seconds, endpoints }: Beat): string {
  const loads = Object.fromEntries(endpoints);
  return frame('metrics', { at: new Date(at).toISOString(), seconds, endpoints: loads });
}

function frame(event: string, content: object, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(content)}\n\n`;
}
