/** What router workers say of themselves at their own doors. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { layout } from '../../src/main/home.ts';
import type { Json } from './rest.ts';
import { type Teal, until } from './teal.ts';

/** Waits until no worker has a request or a copy of one under way, or in line. */
export async function quiet({ home }: Teal): Promise<void> {
  await until(
    'an end of what is under way',
    async () => {
      const { doors } = layout(home);
      const names = readdirSync(doors).filter((name) => /^router-\d+\.sock$/.test(name));
      return Promise.all(names.map((name) => statusAt(join(doors, name))));
    },
    (states) =>
      states.length > 0 &&
      states.every(({ outstanding, waiting, mirrorBytes, mirrorDiskBytes }) =>
        [...numbersIn(outstanding), ...numbersIn(waiting), mirrorBytes, mirrorDiskBytes].every(
          (held) => held === 0,
        ),
      ),
  );
}

const numbersIn = (of: Record<string, number>): readonly number[] => Object.values(of);

async function statusAt(socketPath: string): Promise<Json> {
  const asked = request({ socketPath, path: '/status', agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}
