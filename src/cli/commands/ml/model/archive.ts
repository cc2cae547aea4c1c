import { models } from '../../../../sdk/models.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { archive } from '../asset.ts';

/** `az ml model archive` and `restore`. */
export const archiving = (isArchived: boolean) => ({
  run: async (call: Call): Promise<unknown> => {
    const session = await openSession(call);
    return archive(call, models(session.client, session.workspace), isArchived);
  },
});
