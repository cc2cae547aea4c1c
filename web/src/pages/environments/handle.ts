import { useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import { usualImage } from '../../parts/usual-image.ts';

export type NewEnvironment = {
  readonly name: string;
  /** The next one when it is empty. */
  readonly version: string;
  /** A conda file's text. */
  readonly condaFile: string;
  readonly description: string;
};

/** Registers a version of an environment. It is built when a deployment needs it first. */
export function useRegisterEnvironment() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, version, condaFile, description }: NewEnvironment) => {
      const { environments } = teal();
      const at = { name, version: version === '' ? await environments.nextVersion(name) : version };
      return environments.put(at, {
        properties: { image: usualImage, condaFile, ...(description !== '' && { description }) },
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.environments }),
  });
}
