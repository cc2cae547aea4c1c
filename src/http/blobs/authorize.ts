import { type Ask, type Http, header } from '../answer.ts';
import { checkBearer } from '../auth.ts';
import { addressOf } from './address.ts';
import type { Permission } from './sas.ts';

/** A signature in the query that allows this in the container, or a bearer token for storage. Throws unauthorized. */
export async function authorize(http: Http, ask: Ask, wanted: Permission): Promise<void> {
  const authorization = header(ask, 'authorization');
  if (ask.query.sig === undefined && authorization !== undefined) {
    await checkBearer(http, authorization, 'storage');
  } else {
    http.sas.check(addressOf(ask).container, ask.query, wanted);
  }
}
