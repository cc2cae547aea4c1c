import { environments } from '../../../../sdk/environments.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { archive } from '../asset.ts';

/** `az ml environment archive` and `restore`. */
export const archiving = (isArchived: boolean) => ({
  run: async (call: Call): Promise<unknown> => {
    const session = await openSession(call);
    return archive(call, environments(session.client, session.workspace), isArchived);
  },
});
