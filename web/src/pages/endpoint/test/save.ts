import type { Answer } from './answer.ts';

const endings = [
  [/json/i, 'json'],
  [/csv/i, 'csv'],
  [/^text/i, 'txt'],
  [/png/i, 'png'],
  [/jpe?g/i, 'jpg'],
] as const;

/** Saves an answer as a file of this computer. */
export function saveAnswer({ bytes, headers }: Answer): void {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? 'application/octet-stream';
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `answer.${endings.find(([pattern]) => pattern.test(type))?.[1] ?? 'bin'}`;
  link.click();
  URL.revokeObjectURL(url);
}
