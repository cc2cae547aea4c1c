import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import { createStudioDoor, type StudioDoor } from '../http/studio/door.ts';
import { createSessions } from '../http/studio/sessions.ts';
import type { ControlConfig } from './config.ts';
import type { Home } from './home.ts';

/** Where `npm run web` builds. */
const folder = join(fileURLToPath(import.meta.url), '../../../web/dist');

/** The door of Studio for browsers that reach this Teal by its host or one of the names it was started with. */
export async function openStudio(
  { host, studioHosts }: ControlConfig,
  { path }: Home,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<StudioDoor> {
  return createStudioDoor({
    sessions: await createSessions(store, clock.now),
    folder,
    now: clock.now,
    mark: createHash('sha256').update(path).digest('hex').slice(0, 8),
    names: [host, ...studioHosts],
  });
}
