/** Before a proxy is timed it must do what all of them are said to do; a wrong configuration is quick. */
import { BODY, type Entrant, GREEN, KEY, PATH } from './proxy.ts';

const DRAWN = 1000;

/** Throws when the key is not checked, the header does not choose, or the split is another one. */
export async function checkPromises(proxy: Entrant): Promise<void> {
  expect(proxy, 'without a key', (await post(proxy, { authorization: 'Bearer other' })).status, 401);
  for (const name of ['blue', 'green']) {
    const named = await post(proxy, { 'azureml-model-deployment': name });
    expect(proxy, `the deployment of a request that names ${name}`, named.deployment, name);
  }
  let green = 0;
  for (let request = 0; request < DRAWN; request++)
    if ((await post(proxy)).deployment === 'green') green += 1;
  // 6 % to 14 %: further than four standard deviations of the proxies that roll dice.
  const share = (100 * green) / DRAWN;
  if (Math.abs(share - GREEN) > 4)
    throw new Error(`${proxy.name} gave green ${share} % instead of ${GREEN} %`);
}

async function post({ port }: Entrant, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${port}${PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    body: BODY,
  });
  await answer.arrayBuffer();
  return { status: answer.status, deployment: answer.headers.get('azureml-model-deployment') };
}

function expect(proxy: Entrant, what: string, seen: unknown, wanted: unknown): void {
  if (seen !== wanted) throw new Error(`${proxy.name}: ${what} was ${seen}, not ${wanted}`);
}
