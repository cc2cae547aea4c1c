import type { Stamp } from '../domain/workspace.ts';
import type { StampColumns } from './schema.ts';

/** JSON columns are written by this room alone, so reading one back is a parse point. */
export function parsed<T>(text: string): T {
  return JSON.parse(text) as T;
}

export function stampOf(row: StampColumns): Stamp {
  return {
    createdAt: row.created_at,
    createdBy: row.created_by,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
  };
}

export function stampColumns(stamp: Stamp): StampColumns {
  return {
    created_at: stamp.createdAt,
    created_by: stamp.createdBy,
    modified_at: stamp.modifiedAt,
    modified_by: stamp.modifiedBy,
  };
}
