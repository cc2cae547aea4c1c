import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UploadSource } from '../../../../src/sdk/files.ts';
import type { UploadProgress } from '../../../../src/sdk/upload.ts';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { ModelForm } from '../../parts/upload/model-fields.tsx';

export type NewModel = ModelForm & { readonly source: UploadSource; readonly signal: AbortSignal };

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
