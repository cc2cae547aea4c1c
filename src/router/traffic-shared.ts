/**
 * What lines of the traffic log have in common is written once a page, as a line of its own with a number (`Shared`);
 * the lines name the numbers (`With`). So each page can be read without those before it, whatever is put away.
 */
import type { Exchange } from './exchange.ts';
import type { Flight } from './flight.ts';
import type { Head } from './head.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Shared } from './logged.ts';

const OPERATION = 'onlineEndpoints/score/action';
/** Longer ones are cut. The 70 are Azure Monitor's. */
const MOST_AGENT = 70;
const MOST_PATH = 512;
const MOST_WORD = 64;
/** What clients say of themselves: so many are known at a time. */
const MOST_CLIENTS = 256;

/** What becomes of most requests; a line that has it otherwise says so itself. */
const USUAL = {
  Kind: 'live',
  ResponseCode: 200,
  ResponseCodeReason: 'ok',
  ModelStatusCode: 200,
  ModelStatusReason: 'ok',
};
const TIMES = {
  RequestDurationMs: 0,
  ResponseDurationMs: null,
  RequestThrottlingDelayMs: 0,
  ResponseThrottlingDelayMs: 0,
};

/** Of one log: its numbers are no other's. */
export class SharedColumns {
  #last = 0;
  readonly #clients = new Map<string, Shared>();
  readonly #unknown = this.#shared(placeOf(undefined, '', ''));

  /** Of a request that came to a deployment: endpoint, deployment and, once there was one, instance. */
  ofFlight({ endpoint, lane, instance }: Flight): Shared {
    const holder = instance ?? lane;
    if (holder.logged?.endpoint !== endpoint) {
      const shared = this.#shared(placeOf(endpoint, lane.name, instance?.id ?? ''));
      holder.logged = { endpoint, shared };
    }
    return holder.logged.shared;
  }

  /** Of one that was refused before; without an endpoint when it named none that is known. */
  ofRefused(endpoint: IndexedEndpoint | undefined): Shared {
    if (endpoint === undefined) return this.#unknown;
    endpoint.logged ??= { endpoint, shared: this.#shared(placeOf(endpoint, '', '')) };
    return endpoint.logged.shared;
  }

  /** Clients that keep a connection send the same head again and again, and many send what others send, too. */
  ofClient({ head, protocol }: Exchange): Shared {
    head.logged ??= this.#client(head, protocol);
    return head.logged;
  }

  #client(head: Head, protocol: string): Shared {
    const Method = head.method.slice(0, MOST_WORD);
    const Path = head.rest.slice(0, MOST_PATH);
    const UserAgent = head.userAgent.slice(0, MOST_AGENT);
    // None of them has a line end.
    const key = `${Method}\n${protocol}\n${Path}\n${UserAgent}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    if (this.#clients.size === MOST_CLIENTS) this.#clients.clear();
    const shared = this.#shared({ Method, Path, Protocol: protocol, UserAgent, XMSClientRequestId: '' });
    this.#clients.set(key, shared);
    return shared;
  }

  #shared(columns: Columns): Shared {
    this.#last += 1;
    const text = JSON.stringify({ Shared: this.#last, ...columns });
    return { number: this.#last, bytes: Buffer.from(`Z",${text.slice(1)}\n`, 'utf8'), page: 0 };
  }
}

type Columns = Readonly<Record<string, string | number | null>>;

function placeOf(endpoint: IndexedEndpoint | undefined, deployment: string, instance: string): Columns {
  const { location, subscription, workspaceUid, workspace } = endpoint?.origin ?? {};
  return {
    OperationName: OPERATION,
    Location: location ?? '',
    SubscriptionId: subscription ?? '',
    AzureMLWorkspaceId: workspaceUid ?? '',
    AzureMLWorkspaceName: workspace ?? '',
    EndpointName: endpoint?.name ?? '',
    AuthType: endpoint === undefined ? '' : authTypeOf(endpoint.rule),
    DeploymentName: deployment,
    InstanceId: instance.slice(0, MOST_WORD),
    ...(instance === '' ? {} : USUAL),
    ...TIMES,
  };
}

function authTypeOf(rule: IndexedEndpoint['rule']): string {
  switch (rule.kind) {
    case 'key':
      return 'Key';
    case 'token':
      return rule.audience.startsWith('https://') ? 'AADToken' : 'AMLToken';
    case 'none':
      return 'None';
    default:
      return rule satisfies never;
  }
}
