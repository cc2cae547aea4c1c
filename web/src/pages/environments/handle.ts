import { useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';

export type NewEnvironment = {
  readonly name: string;
  /** The next one when it is empty. */
  readonly version: string;
  /** A conda file's text. */
  readonly condaFile: string;
  readonly description: string;
};

/** An image must be named; on one machine it stands for the interpreter that the conda file does not name. */
const usualImage = 'mcr.microsoft.com/azureml/minimal-py311-inference:latest';

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
