/** What can be uploaded as an asset, from wherever it comes. */

/** One file; `open` is called when its turn comes, again when an attempt was lost. */
export type UploadFile = {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly open: () => Blob | ReadableStream<Uint8Array>;
};

/** A folder or a single file. `leaf` is its own name, under which scoring scripts find it in `AZUREML_MODEL_DIR`. */
export type UploadSource = {
  readonly kind: 'folder' | 'file';
  readonly leaf: string;
  readonly files: readonly UploadFile[];
};

/** A `File`, as an `<input type="file">` or a drop gives it. */
export type PickedFile = Blob & { readonly name: string; readonly webkitRelativePath?: string };

/**
 * Files that somebody picked in a browser. A picked folder (`webkitdirectory`) keeps its name and its paths; a single file
 * is itself; several files need the name of a folder to lie in. Throws TypeError.
 */
export function pickedFiles(picked: Iterable<PickedFile>, folder?: string): UploadSource {
  const all = [...picked];
  const [first] = all;
  if (first === undefined) throw new TypeError('picked holds no files.');
  const [root = ''] = (first.webkitRelativePath ?? '').split('/');
  if (root !== '') {
    const path = (file: PickedFile) =>
      (file.webkitRelativePath ?? '').split('/').slice(1).join('/') || file.name;
    return { kind: 'folder', leaf: folder ?? root, files: all.map((file) => asUpload(path(file), file)) };
  }
  if (folder === undefined && all.length === 1) {
    return { kind: 'file', leaf: first.name, files: [asUpload(first.name, first)] };
  }
  if (folder === undefined) {
    throw new TypeError(`folder is missing; ${all.length} files need the name of a folder to lie in.`);
  }
  return { kind: 'folder', leaf: folder, files: all.map((file) => asUpload(file.name, file)) };
}

/** A folder made of texts, bytes or blobs: `folderOf('code', { 'score.py': '…' })`. */
export function folderOf(
  leaf: string,
  contents: Readonly<Record<string, string | Uint8Array<ArrayBuffer> | Blob>>,
): UploadSource {
  const files = Object.entries(contents).map(([path, content]) =>
    asUpload(path, content instanceof Blob ? content : new Blob([content])),
  );
  if (files.length === 0) throw new TypeError('contents holds no files.');
  return { kind: 'folder', leaf, files };
}

function asUpload(path: string, content: Blob): UploadFile {
  return { path, size: content.size, open: () => content };
}
