/** The pictures of the story, in its order. With GUIDE_PICTURES=1 they become those of docs/guide/studio.md. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../architecture/sources.ts';

export type Album = {
  /** Takes the next picture; its file is `NN-name.png`. */
  take(page: Page, name: string): Promise<void>;
  /** The files so far. */
  names(): readonly string[];
  /** Removes what nobody keeps. */
  close(): void;
};

const guide = join(root, 'docs/guide/studio');

export function openAlbum(): Album {
  const isKept = process.env.GUIDE_PICTURES === '1';
  if (isKept) rmSync(guide, { recursive: true, force: true });
  if (isKept) mkdirSync(guide, { recursive: true });
  const folder = isKept ? guide : mkdtempSync(join(tmpdir(), 'teal-pictures-'));
  const taken: string[] = [];
  return {
    take: async (page, name) => {
      const file = `${String(taken.length + 1).padStart(2, '0')}-${name}.png`;
      taken.push(file);
      // Nothing is shown as pointed at that the reader does not point at.
      await page.mouse.move(0, 0);
      await page.screenshot({ path: join(folder, file), animations: 'disabled' });
    },
    names: () => taken,
    close: () => {
      if (!isKept) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The pictures that the guide shows, in its order. */
export function picturesInGuide(): readonly string[] {
  const text = readFileSync(`${guide}.md`, 'utf8');
  return [...text.matchAll(/\]\(studio\/([\w-]+\.png)\)/g)].map(([, file = '']) => file);
}
