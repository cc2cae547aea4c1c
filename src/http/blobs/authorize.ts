import { type Ask, type Http, header } from '../answer.ts';
import { checkBearer } from '../auth.ts';
import { addressOf } from './address.ts';

/** A signature in the query for this container, or a bearer token for storage. Throws unauthorized. */
export async function authorize(http: Http, ask: Ask): Promise<void> {
  const authorization = header(ask, 'authorization');
  if (ask.query.sig === undefined && authorization !== undefined) {
    await checkBearer(http, authorization, 'storage');
  } else {
    http.sas.check(addressOf(ask).container, ask.query);
  }
}
