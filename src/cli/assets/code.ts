import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { codes, hashVersion } from '../../sdk/codes.ts';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { contentHash } from '../upload/hash.ts';
import { treeOf } from '../upload/tree.ts';
import { uploadTree } from '../upload/upload.ts';
import { isReference, referenceOf } from '../yaml/reference.ts';

/** What a code folder is known by: its content hash, or the reference itself. Sends nothing. */
export async function codeName(source: { readonly code: string; readonly folder: string }): Promise<string> {
  if (isReference(source.code)) return source.code;
  return contentHash(treeOf(resolve(source.folder, source.code), 'code_configuration.code'));
}

/** The id of a code folder: what was uploaded once with the same content is used again. */
export async function codeId(
  call: Call,
  session: Session,
  source: { readonly code: string; readonly folder: string },
): Promise<string> {
  const field = 'code_configuration.code';
  if (isReference(source.code)) return referenceOf('codes', field, source.code);
  const tree = treeOf(resolve(source.folder, source.code), field);
  if (tree.kind === 'file') throw new Failure(`${field}: '${source.code}' is a file; code is a folder.`);
  const api = codes(session.client, session.workspace);
  const hash = await contentHash(tree);
  const name = randomUUID();
  const [known] = await api.byHash(name, hash);
  if (known !== undefined) return known.id;
  const version = { name, version: '1' };
  const place = await api.startUpload(version);
  const codeUri = await uploadTree(call, tree.leaf, { client: session.client, tree, place });
  const created = await api.put(version, {
    properties: {
      codeUri,
      isAnonymous: true,
      isArchived: false,
      properties: { hash_sha256: hash, hash_version: hashVersion },
    },
  });
  return created.id;
}
