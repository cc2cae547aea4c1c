import type { Sink } from '../exchange.ts';
import type { Head } from '../head.ts';
import type { Tenancy } from '../limits/tenancy.ts';
import { newRequestId } from '../request-id.ts';
import { RequestReader } from './request-reader.ts';

/** What a connection of the express lane knows of itself and of the request that is on it. */
export class Asked {
  requestId = '';
  startedAt = 0;
  headSent = false;
  readonly protocol = 'HTTP/1.1';
  sink: Sink | undefined = undefined;
  requestDelayMs = 0;
  answerDelayMs = 0;
  /** HTTP/1.1 is all that it reads. */
  readonly takesTrailers = true;
  readonly tenancy: Tenancy = { standing: undefined };
  protected readonly reader = new RequestReader();

  get wholeBody(): string | undefined {
    return this.reader.wholeBody;
  }

  get head(): Head {
    return this.reader.head;
  }

  /** Another request. */
  protected renew(): void {
    this.headSent = false;
    this.requestDelayMs = 0;
    this.answerDelayMs = 0;
    this.requestId = newRequestId();
    this.startedAt = performance.now();
  }
}
