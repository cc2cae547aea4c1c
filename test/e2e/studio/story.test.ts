/**
 * The safe rollout of the example in a browser: real scikit-learn in real processes. Its pictures are those of
 * docs/guide/studio.md: `GUIDE_PICTURES=1 npx vitest run --project e2e test/e2e/studio` takes them anew.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, openStudio } from '../../support/studio.ts';
import { type Album, openAlbum, picturesInGuide } from './album.ts';
import { registerModels, signIn } from './arrival.ts';
import { deployBlue, deployGreen } from './deploying.ts';
import { canary, changeTraffic, deleteBlue, deleteEndpoint, everything, mirror, undo } from './moving.ts';
import { openTab, type Scene } from './scene.ts';
import { sendMany, showKeys, tryGreen, tryLive, watchMirror } from './trying.ts';

let opened: Opened;
let album: Album;
beforeAll(async () => {
  opened = await openStudio({ compute: 'process' });
  album = openAlbum();
}, 600_000);
afterAll(async () => {
  album?.close();
  await opened?.studio?.close();
});

/** Live and mirrored, as the service has it. */
async function split({ studio }: Scene) {
  const { traffic, mirrorTraffic } = (await studio.sdk.endpoints.get('churn')).properties;
  return { traffic, mirrorTraffic };
}
const live = (traffic: Record<string, number>) => ({ traffic, mirrorTraffic: {} });

test('from two model folders to green at 100 %, back and forth, and to nothing again', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/sign-in', { isSignedIn: false });
  const scene: Scene = { page, studio, album };
  await signIn(scene);
  await registerModels(scene);

  await deployBlue(scene);
  expect(await split(scene)).toEqual(live({ blue: 100 }));
  await album.take(page, 'blue-is-live');
  const old = await tryLive(scene);
  await showKeys(scene);

  await openTab(page, 'Details');
  await deployGreen(scene);
  expect(await split(scene)).toEqual(live({ blue: 100 }));
  await page.getByRole('article', { name: 'green' }).getByText('1 of 1 ready').waitFor();
  await album.take(page, 'two-deployments');
  expect(await tryGreen(scene)).not.toBe(old);

  await changeTraffic(scene, mirror);
  expect(await split(scene)).toEqual({ traffic: { blue: 100 }, mirrorTraffic: { green: 10 } });
  expect(await sendMany(page)).toEqual({ blue: 200 });
  await watchMirror(scene);

  await changeTraffic(scene, canary);
  expect(await split(scene)).toEqual(live({ blue: 90, green: 10 }));
  const { blue = 0, green = 0 } = await sendMany(page);
  await album.take(page, 'who-answered');
  expect(blue).toBeGreaterThan(green);
  expect(green).toBeGreaterThan(0);
  await changeTraffic(scene, everything);
  expect(await split(scene)).toEqual(live({ green: 100 }));
  expect(await sendMany(page)).toEqual({ green: 200 });

  await undo(scene, 'a second look at green', 'undo');
  expect(await split(scene)).toEqual(live({ blue: 90, green: 10 }));
  await undo(scene, 'green is fine');
  expect(await split(scene)).toEqual(live({ green: 100 }));
  await album.take(page, 'history');

  await deleteBlue(scene);
  await deleteEndpoint(scene);
  expect(await studio.sdk.endpoints.list().all()).toEqual([]);
  // A browser has a line of its own for each 401 (nobody is signed in yet) and 404 (a new name, a script that describes no input).
  expect(complaints.filter((line) => !/40[14]/.test(line))).toEqual([]);
  expect(picturesInGuide()).toEqual(album.names());
}, 1_800_000);
