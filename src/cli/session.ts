/** What a command needs to talk to a workspace, resolved from flags, configuration, environment and server, in that order. */
import { checkedReason } from '../arm/reason.ts';
import { type Client, connect } from '../sdk/http.ts';
import type { WorkspaceKey } from '../sdk/wire.ts';
import { workspaces } from '../sdk/workspaces.ts';
import type { Call } from './call.ts';
import { Failure, usage } from './failure.ts';
import { findTarget, type Target } from './target.ts';

export type Session = {
  readonly client: Client;
  readonly workspace: WorkspaceKey;
};

/**
 * With `local` it is the user's private Teal and its own workspace, whatever the defaults say. Throws exit 1 when Teal
 * is not running, exit 2 when the workspace is given nowhere.
 */
export async function openSession(call: Call, options: { readonly local?: boolean } = {}): Promise<Session> {
  if (options.local !== true) return sessionOn(call, findTarget(call.world));
  const { startLocal } = await import('./local.ts');
  const { url, token, workspace } = await startLocal(call);
  call.terminal.info(`The server is the local Teal at ${url}.`);
  const { subscription = '', resourceGroup = '', workspace: name = '' } = workspace;
  return {
    client: connect({ url, token, ...reasonOf(call) }),
    workspace: { subscription, resourceGroup, name },
  };
}

/** A connection without a workspace, for commands on accounts and groups. */
export async function openAccount(call: Call): Promise<{ readonly client: Client; readonly target: Target }> {
  const target = findTarget(call.world);
  return { client: connect({ url: target.url, token: target.token, ...reasonOf(call) }), target };
}

/** The subscription in use: flag, `az account set`, the server's own, or the only one there is. */
export async function subscriptionOf(call: Call, client: Client, target: Target): Promise<string> {
  const typed = call.args.text('subscription');
  const chosen = typed ?? call.config.get('teal', 'subscription')?.value;
  if (chosen === undefined && target.workspace.subscription !== undefined)
    return target.workspace.subscription;
  if (chosen !== undefined && /^[0-9a-f-]{36}$/i.test(chosen)) return chosen;
  const all = await workspaces(client).subscriptions().all();
  const found =
    chosen === undefined
      ? all[0]
      : all.find(({ displayName, subscriptionId }) => displayName === chosen || subscriptionId === chosen);
  if (found !== undefined) return found.subscriptionId;
  throw usage(
    chosen === undefined
      ? 'the following arguments are required: --subscription'
      : `The subscription '${chosen}' does not exist; there is ${all.map((one) => one.displayName).join(', ')}.`,
  );
}

/** The resource group in use; undefined when nothing names one. */
export function groupOf(call: Call, target: Target): string | undefined {
  return (
    call.args.text('resource-group') ??
    call.config.get('defaults', 'group')?.value ??
    target.workspace.resourceGroup
  );
}

/** `--reason` of commands that change something, checked before anything is uploaded. Throws exit 1. */
function reasonOf({ args }: Call): { readonly reason?: string } {
  const text = args.given('reason') ? args.text('reason') : undefined;
  if (text === undefined) return {};
  try {
    return { reason: checkedReason(text, '--reason') };
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

async function sessionOn(call: Call, target: Target): Promise<Session> {
  call.terminal.info(`The server is ${target.url}.`);
  const client = connect({ url: target.url, token: target.token, ...reasonOf(call) });
  const resourceGroup = groupOf(call, target);
  const name =
    call.args.text('workspace-name') ??
    call.config.get('defaults', 'workspace')?.value ??
    target.workspace.workspace;
  if (resourceGroup === undefined || name === undefined) {
    const missing = [
      ...(resourceGroup === undefined ? ['--resource-group/-g'] : []),
      ...(name === undefined ? ['--workspace-name/-w'] : []),
    ];
    throw usage(
      `the following arguments are required: ${missing.join(', ')}`,
      'Set defaults once: az configure --defaults group=NAME workspace=NAME',
    );
  }
  return {
    client,
    workspace: { subscription: await subscriptionOf(call, client, target), resourceGroup, name },
  };
}
