/** Which file of a model is the network that an instance loads; the worker looks for it in the same way. */
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

/** Levels below AZUREML_MODEL_DIR that are looked at: a registered folder is the first. */
const depth = 4;

export type OnnxSearch =
  | { readonly kind: 'found'; readonly file: string }
  | { readonly kind: 'none' }
  /** Files of one level, none of them nearer to the top than the others. */
  | { readonly kind: 'several'; readonly files: readonly string[] };

/** `root` becomes AZUREML_MODEL_DIR; `named` is ONNX_MODEL_FILE, which chooses. Otherwise the nearest to the top does. */
export async function findOnnx(root: string, named: string | undefined): Promise<OnnxSearch> {
  const top = resolve(root);
  const entries = await readdir(top, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(top, join(entry.parentPath, entry.name)));
  if (named !== undefined) {
    const file = relative(top, resolve(top, named));
    return files.includes(file) ? { kind: 'found', file } : { kind: 'none' };
  }
  const networks = files.filter((file) => file.endsWith('.onnx') && levelOf(file) <= depth);
  const nearest = Math.min(...networks.map(levelOf));
  const candidates = networks.filter((file) => levelOf(file) === nearest).sort();
  const [file] = candidates;
  if (file === undefined) return { kind: 'none' };
  return candidates.length === 1 ? { kind: 'found', file } : { kind: 'several', files: candidates };
}

function levelOf(file: string): number {
  return file.split(sep).length;
}
