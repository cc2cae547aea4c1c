/** Drafts of this tab: they survive a reload, and go when the tab does. */
import { type Draft, emptyDraft } from './draft.ts';

const prefix = 'teal.studio.draft.';

/** Undefined when there is none, or one of another version of Studio. */
export function keptDraft(key: string): Draft | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(prefix + key) ?? 'null');
    return isDraft(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined forgets. */
export function keepDraft(key: string, draft: Draft | undefined): void {
  try {
    if (draft === undefined) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing begins anew after a reload.
  }
}

function isDraft(found: unknown): found is Draft {
  return hasMembers(found, emptyDraft(''));
}

function hasMembers(found: unknown, like: object): boolean {
  if (typeof found !== 'object' || found === null) return false;
  return Object.entries(like).every(([key, value]) => {
    const member: unknown = Reflect.get(found, key);
    return typeof value === 'object' && value !== null ? hasMembers(member, value) : member !== undefined;
  });
}
