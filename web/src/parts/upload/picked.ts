/** What somebody picked or dropped, before it is uploaded. */
import { type PickedFile, pickedFiles, type UploadSource } from '../../../../src/sdk/files.ts';
import { sizeOf } from './size.ts';

/** Tools leave these beside what is meant; nobody wants them in a model. */
const litter = /(^|\/)(\.DS_Store|Thumbs\.db|__pycache__|\.git|\.ipynb_checkpoints)(\/|$)/;

/** Several loose files lie in a folder of this name. */
const looseFolder = 'files';

/** What can be uploaded of it; undefined when nothing is left. */
export function sourceOf(picked: readonly PickedFile[]): UploadSource | undefined {
  const files = picked.filter((file) => !litter.test(file.webkitRelativePath || file.name));
  if (files.length === 0) return undefined;
  const isLoose = files.length > 1 && files.every(({ webkitRelativePath = '' }) => webkitRelativePath === '');
  return isLoose ? pickedFiles(files, looseFolder) : pickedFiles(files);
}

/** "iris, a folder of 3 files, 12 KB". */
export function inWords({ kind, leaf, files }: UploadSource): string {
  const bytes = sizeOf(files.reduce((sum, { size }) => sum + size, 0));
  if (kind === 'file') return `${leaf}, ${bytes}`;
  return `${leaf}, a folder of ${files.length} ${files.length === 1 ? 'file' : 'files'}, ${bytes}`;
}
