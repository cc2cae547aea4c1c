/** What changed, for whoever watches; it says where to look, not what is there. */
import type { AssetKind } from './asset.ts';
import type { ProvisioningState } from './endpoint.ts';
import type { Operation } from './operation.ts';

/** The state of a resource after a change; `Deleted` when it is gone. */
export type ChangedState = ProvisioningState | 'Deleted';

export type Change =
  | {
      readonly kind: 'endpoint';
      readonly workspaceUid: string;
      readonly endpoint: string;
      readonly state: ChangedState;
    }
  /** Also when instances of it came, became ready or went. */
  | {
      readonly kind: 'deployment';
      readonly workspaceUid: string;
      readonly endpoint: string;
      readonly deployment: string;
      readonly state: ChangedState;
    }
  | { readonly kind: 'operation'; readonly workspaceUid: string; readonly operation: Operation }
  /** Of any workspace; `version` is null when it is about the name. */
  | {
      readonly kind: 'asset';
      readonly workspaceUid: null;
      readonly asset: AssetKind;
      readonly name: string;
      readonly version: string | null;
    }
  /** The build of a Python environment began or ended; `key` is that of its definition. */
  | {
      readonly kind: 'environment';
      readonly workspaceUid: null;
      readonly key: string;
      readonly state: 'building' | 'built' | 'failed' | 'absent';
    }
  /** Every router worker serves this version of the table now. `endpoints`: what of it was sent; null for all. */
  | {
      readonly kind: 'table';
      readonly workspaceUid: null;
      readonly version: number;
      readonly endpoints: readonly string[] | null;
    };
