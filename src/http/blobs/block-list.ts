import { DomainError } from '../../domain/errors.ts';

/** As many as Azure takes. */
const mostBlocks = 50_000;

/** The ids of `<BlockList>` in order. Throws bad-argument for other XML, and for blocks of the blob as it is. */
export function blockList(xml: string): readonly string[] {
  const inner = /^\uFEFF?\s*(?:<\?xml[^<>]*\?>\s*)?<BlockList>([\s\S]*)<\/BlockList>\s*$/.exec(xml)?.[1];
  if (inner === undefined) {
    if (/^\uFEFF?\s*(?:<\?xml[^<>]*\?>\s*)?<BlockList\s*\/>\s*$/.test(xml)) return [];
    throw refuse('InvalidXmlDocument', 'The body is no <BlockList>.');
  }
  const entry = /\s*<(Latest|Uncommitted|Committed)>([^<]*)<\/\1>\s*/y;
  const ids: string[] = [];
  for (let end = 0; end < inner.length; end = entry.lastIndex) {
    entry.lastIndex = end;
    const [, kind, id = ''] = entry.exec(inner) ?? [];
    if (kind === undefined && inner.slice(end).trim() === '') break;
    if (kind === undefined) {
      const shown = JSON.stringify(inner.slice(end, end + 60));
      throw refuse('InvalidXmlDocument', `<BlockList> has ${shown}; allowed are <Latest> and <Uncommitted>.`);
    }
    if (kind === 'Committed') {
      throw refuse('InvalidBlockList', `'${id}' is asked of the blob as it is; its blocks are not kept.`);
    }
    ids.push(id.trim());
    if (ids.length > mostBlocks) {
      throw refuse('BlockListTooLong', `The list has more than ${mostBlocks} blocks.`);
    }
  }
  return ids;
}

/** A block's id: base64 of 1 to 64 bytes. Throws bad-argument. */
export function blockId(text: string | undefined): string {
  const bytes = Buffer.from(text ?? '', 'base64');
  if (text !== undefined && bytes.length >= 1 && bytes.length <= 64 && bytes.toString('base64') === text) {
    return text;
  }
  throw refuse(
    'InvalidQueryParameterValue',
    `blockid is '${text ?? ''}'; it must be base64 of 1 to 64 bytes.`,
  );
}

function refuse(code: string, message: string): DomainError {
  return new DomainError('bad-argument', message, { details: [{ code, message: 'Nothing was stored.' }] });
}
