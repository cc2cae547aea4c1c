import type { SystemData } from '../../sdk/wire.ts';
import { present } from './words.ts';

/** Who made a thing and when. */
export function creationContext(stamp: SystemData | null | undefined): Record<string, unknown> | undefined {
  if (stamp === null || stamp === undefined) return undefined;
  return present({
    created_at: stamp.createdAt,
    created_by: stamp.createdBy,
    created_by_type: stamp.createdByType,
    last_modified_at: stamp.lastModifiedAt,
    last_modified_by: stamp.lastModifiedBy,
    last_modified_by_type: stamp.lastModifiedByType,
  });
}
