import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UploadSource } from '../../../../src/sdk/files.ts';
import type { ModelProperties } from '../../../../src/sdk/models.ts';
import type { UploadProgress } from '../../../../src/sdk/upload.ts';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';

export type NewModel = {
  readonly name: string;
  /** The next one when it is empty. */
  readonly version: string;
  readonly type: NonNullable<ModelProperties['modelType']>;
  readonly description: string;
  readonly source: UploadSource;
  readonly signal: AbortSignal;
};

/** Uploads a folder or a file and registers it; `progress` says how far the upload is. */
export function useRegisterModel() {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<UploadProgress>();
  const register = useMutation({
    mutationFn: ({ name, version, type, description, source, signal }: NewModel) =>
      teal().models.upload({ name, ...(version !== '' && { version }) }, source, {
        properties: { modelType: type, ...(description !== '' && { description }) },
        onProgress: setProgress,
        signal,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.models }),
    onSettled: () => setProgress(undefined),
  });
  return { register, progress };
}
