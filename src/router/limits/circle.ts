/** The router workers of one Teal, each of which tells all others ten times a second what it spends of what they share. */
import { chmodSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { HeldWord } from './held.ts';
import type { Standings } from './standing.ts';
import { forget, greeting, hear, newVoice, readWords, settleAll, type Voice, type Word } from './voices.ts';

const tellEveryMs = 100;
const lookEveryMs = 1000;
/** A line longer than this is nothing that a worker tells. */
const MOST_LINE = 4 * 1024 * 1024;

export type CircleOptions = {
  /** Exists; holds `shares-<index>.sock` of every worker. */
  readonly runDir: string;
  readonly index: number;
  readonly standings: Standings;
};

/** Nobody waits for anybody: a worker that does not answer is as good as none. */
export type Circle = { close(): Promise<void> };

type Parts = {
  readonly standings: Standings;
  /** Those who tell. */
  readonly voices: Map<Socket, Voice>;
  /** Those who are told, by the names of their sockets. */
  readonly listeners: Map<string, Socket>;
  /** Buckets are shared out among several. */
  shared: boolean;
};

export async function joinCircle({ runDir, index, standings }: CircleOptions): Promise<Circle> {
  const own = `shares-${index}.sock`;
  const parts: Parts = { standings, voices: new Map(), listeners: new Map(), shared: false };
  const server = await openDoor(parts, join(runDir, own));
  let closed = false;
  const look = async (): Promise<void> => {
    const names = await readdir(runDir).catch((): string[] => []);
    if (closed) return;
    for (const name of names) {
      if (/^shares-\d+\.sock$/.test(name) && name !== own) address(parts, name, join(runDir, name));
    }
  };
  await look();
  const looks = setInterval(() => void look(), lookEveryMs);
  const tells = setInterval(() => tell(parts), tellEveryMs);
  return {
    close: async () => {
      closed = true;
      clearInterval(looks);
      clearInterval(tells);
      const gone = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of [...parts.voices.keys(), ...parts.listeners.values()]) socket.destroy();
      await gone;
    },
  };
}

function openDoor(parts: Parts, path: string): Promise<Server> {
  const server = createServer((socket) => listen(parts, socket));
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path }, () => {
      chmodSync(path, 0o600);
      server.off('error', reject);
      resolve(server);
    });
  });
}

function listen({ standings, voices }: Parts, socket: Socket): void {
  const voice = newVoice();
  let line = '';
  voices.set(socket, voice);
  stirAll(standings);
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const whole of lines) {
      const words = readWords(whole);
      if (words === undefined) socket.destroy();
      for (const word of words ?? []) hear(standings, voice, word);
    }
    if (line.length > MOST_LINE) socket.destroy();
  });
  socket.on('error', ignore);
  socket.on('close', () => {
    voices.delete(socket);
    forget(standings, voice);
    stirAll(standings);
  });
}

/** What is shared with one more, or one less, is shared out anew. */
function stirAll({ byEndpoint }: Standings): void {
  for (const standing of byEndpoint.values()) standing.stir();
}

function address({ standings, listeners }: Parts, name: string, path: string): void {
  if (listeners.has(name)) return;
  const socket = connect({ path });
  listeners.set(name, socket);
  socket.on('connect', () => say(socket, greeting(standings)));
  socket.on('error', ignore);
  socket.on('close', () => listeners.delete(name));
  socket.resume();
}

function tell(parts: Parts): void {
  const { standings, voices, listeners } = parts;
  const alone = voices.size + listeners.size === 0;
  if (standings.news.length === 0 && standings.held.isQuiet) return;
  if (alone && !parts.shared) standings.held.tell();
  else tellAll(parts, alone);
}

function tellAll(parts: Parts, alone: boolean): void {
  const { standings, voices, listeners } = parts;
  parts.shared = !alone;
  const words = settleAll(standings, [...voices.values()], performance.now());
  for (const socket of listeners.values()) if (!socket.connecting) say(socket, words);
}

/** One that does not listen is left, for what it missed cannot be told later. */
function say(socket: Socket, words: readonly (Word | HeldWord)[]): void {
  if (socket.writableLength > MOST_LINE) socket.destroy();
  else socket.write(`${JSON.stringify(words)}\n`);
}

function ignore(): void {}
