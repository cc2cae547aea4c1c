/**
 * Who is signed in to Studio. Secrets leave this file once, to their owner; what is kept are their SHA-256 sums, in the
 * database, so that a restart of the control plane signs nobody out.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../../domain/store.ts';

const setting = 'studio-sessions';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A session is over this long after its last request, and this long after it began, whichever is first. */
export const idleMs = 12 * hourMs;
export const longestMs = 7 * 24 * hourMs;
/** How long a link waits for somebody to use it. */
export const linkMs = 10 * minuteMs;

/** More are nobody's: the one that was used least lately, or the oldest link, goes. */
const mostSessions = 100;
const mostLinks = 20;

/** A secret in the clear, and when it is over (milliseconds since 1970). */
export type Issued = { readonly secret: string; readonly expiresAt: number };

export type Sessions = {
  begin(): Promise<Issued>;
  /** True for a session that is not over, which is used by that. */
  use(secret: string): boolean;
  /** The same without using it; when it is over. */
  expiry(secret: string): number | undefined;
  end(secret: string): Promise<void>;
  /** A link that signs in whoever has it, once. */
  createLink(): Promise<Issued>;
  /** True the first time, in time. */
  redeem(secret: string): Promise<boolean>;
};

type Session = { readonly hash: string; readonly createdAt: number; usedAt: number };
type Link = { readonly hash: string; readonly expiresAt: number };
type Kept = { readonly sessions: readonly Session[]; readonly links: readonly Link[] };

/** One process has the sessions of a home, so what it knows is what there is; each change is written before it counts. */
export async function createSessions(store: Store, now: () => number): Promise<Sessions> {
  const { sessions, links, keep } = await openShelf(store, now);
  const find = (secret: string): Session | undefined => {
    const session = sessions.get(digest(secret));
    return session === undefined || isOver(session, now()) ? undefined : session;
  };
  return {
    begin: async () => {
      const [secret, at] = [fresh(), now()];
      sessions.set(digest(secret), { hash: digest(secret), createdAt: at, usedAt: at });
      await keep();
      return { secret, expiresAt: at + longestMs };
    },
    use: (secret) => {
      const session = find(secret);
      if (session === undefined) return false;
      // The database hears of it now and then: a minute makes no difference to twelve hours.
      if (now() - session.usedAt < minuteMs) return true;
      session.usedAt = now();
      void keep().catch(() => undefined);
      return true;
    },
    expiry: (secret) => {
      const session = find(secret);
      return session && Math.min(session.createdAt + longestMs, session.usedAt + idleMs);
    },
    end: async (secret) => {
      if (sessions.delete(digest(secret))) await keep();
    },
    createLink: async () => {
      const [secret, expiresAt] = [fresh(), now() + linkMs];
      links.set(digest(secret), { hash: digest(secret), expiresAt });
      await keep();
      return { secret, expiresAt };
    },
    redeem: async (secret) => {
      const link = links.get(digest(secret));
      // Before anything is waited for: of two at the same time one is late.
      if (link === undefined || !links.delete(link.hash)) return false;
      await keep();
      return link.expiresAt > now();
    },
  };
}

type Shelf = {
  readonly sessions: Map<string, Session>;
  readonly links: Map<string, Link>;
  /** Drops what is over, or too much, and writes the rest down. */
  keep(): Promise<void>;
};

async function openShelf(store: Store, now: () => number): Promise<Shelf> {
  const kept = await read(store);
  const sessions = new Map(kept.sessions.map((session) => [session.hash, { ...session }]));
  const links = new Map(kept.links.map((link) => [link.hash, link]));
  return {
    sessions,
    links,
    keep: () => {
      for (const session of sessions.values()) if (isOver(session, now())) sessions.delete(session.hash);
      for (const link of links.values()) if (link.expiresAt <= now()) links.delete(link.hash);
      dropBeyond(sessions, mostSessions, ({ usedAt }) => usedAt);
      dropBeyond(links, mostLinks, ({ expiresAt }) => expiresAt);
      const content = { sessions: [...sessions.values()], links: [...links.values()] };
      return store.change((rows) => rows.settings.set(setting, JSON.stringify(content)));
    },
  };
}

function isOver({ createdAt, usedAt }: Session, now: number): boolean {
  return now >= createdAt + longestMs || now >= usedAt + idleMs;
}

function dropBeyond<T extends { readonly hash: string }>(
  all: Map<string, T>,
  most: number,
  age: (one: T) => number,
): void {
  if (all.size <= most) return;
  const oldest = [...all.values()].sort((one, other) => age(one) - age(other)).slice(0, all.size - most);
  for (const { hash } of oldest) all.delete(hash);
}

async function read(store: Store): Promise<Kept> {
  const text = await store.rows.settings.get(setting);
  return text === undefined ? { sessions: [], links: [] } : (JSON.parse(text) as Kept);
}

function fresh(): string {
  return randomBytes(32).toString('base64url');
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
