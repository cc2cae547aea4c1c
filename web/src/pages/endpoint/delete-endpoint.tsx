/** Deletes an endpoint once its name is typed. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Spinner,
  Text,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { DeploymentResource, EndpointResource } from '../../../../src/sdk/wire.ts';
import { paths } from '../../app/paths.ts';
import { DangerButton } from '../../parts/danger-button.tsx';
import { ErrorBar } from '../../parts/error-bar.tsx';
import { removeEndpoint } from './handle.ts';
import { listed } from './traffic/words.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '8px 0' },
});

type DeleteEndpointProps = {
  readonly endpoint: EndpointResource;
  readonly deployments: readonly DeploymentResource[];
  readonly onClose: () => void;
};

/** Open as long as it is there. */
export function DeleteEndpoint({ endpoint, deployments, onClose }: DeleteEndpointProps) {
  const styles = useStyles();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const { name } = endpoint;
  const remove = useMutation({ mutationFn: () => removeEndpoint(queries, name) });
  const isMeant = typed.trim() === name;
  const flaw = tried && !isMeant ? `Type ${name} to delete it.` : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isMeant || remove.isPending) return;
    remove.mutate(undefined, { onSuccess: () => void navigate(paths.endpoints()) });
  };
  return (
    <Dialog open onOpenChange={(_, { type }) => type !== 'backdropClick' && !remove.isPending && onClose()}>
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>Delete the endpoint {name}?</DialogTitle>
            <DialogContent className={styles.content}>
              <Text>{consequence(deployments)}</Text>
              <Text>It cannot be undone. Models, environments and its history stay.</Text>
              <Field
                label={`Type ${name} to confirm`}
                required
                validationState={flaw === undefined ? 'none' : 'error'}
                validationMessage={flaw}
              >
                <Input
                  autoComplete="off"
                  spellCheck={false}
                  value={typed}
                  onChange={(_, { value }) => setTyped(value)}
                />
              </Field>
              <ErrorBar error={remove.error} />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose} disabled={remove.isPending}>
                Cancel
              </Button>
              <DangerButton
                type="submit"
                disabledFocusable={remove.isPending}
                icon={remove.isPending ? <Spinner size="tiny" /> : null}
              >
                Delete
              </DangerButton>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function consequence(deployments: readonly DeploymentResource[]): string {
  const callers = 'Whoever calls it gets 404 from then on.';
  if (deployments.length === 0) return callers;
  const names = listed(deployments.map(({ name }) => name));
  return `Its ${deployments.length === 1 ? 'deployment' : 'deployments'} ${names} will be stopped and deleted with it. ${callers}`;
}
