import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { At } from '../../../../../src/sdk/assets.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import { saveFile } from '../../../parts/save-file.ts';

/** Hides a model from lists, or shows it again. */
export function useArchiveModel(name: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isArchived: boolean) => teal().models.archive(name, isArchived),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.models }),
  });
}

/** Saves one file of a version on this computer. */
export function useDownload(version: At) {
  return useMutation({
    mutationFn: async (path: string) => {
      const answer = await teal().models.openFile(version, path);
      saveFile(path.split('/').at(-1) ?? path, await answer.blob());
    },
  });
}
