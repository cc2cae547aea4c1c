import type { Answer } from './answer.ts';

/** Saves an answer as a file of this computer. */
export function saveAnswer({ text, headers }: Answer): void {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? 'text/plain';
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = /json/i.test(type) ? 'answer.json' : 'answer.txt';
  link.click();
  URL.revokeObjectURL(url);
}
