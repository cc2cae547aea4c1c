/** One endpoint of the table: the text that was published, and what requests go by, made when the first one comes. */
import { Place } from '../table/fields.ts';
import { type Placed, placed, readEndpoint } from '../table/read-endpoint.ts';
import type { TableEndpoint } from '../table/table.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';

export class Entry {
  readonly name: string;
  /** Of its deployments. */
  readonly slots: readonly number[];
  /** undefined for the many endpoints of a large table that nobody asks for. */
  ready: IndexedEndpoint | undefined = undefined;
  readonly #text: Buffer;

  /** `text` is JSON of the endpoint, which was checked; as bytes outside of the heap it costs a tenth of the objects. */
  constructor({ name, slots }: Placed, text: Buffer) {
    this.name = name;
    this.slots = slots;
    this.#text = text;
  }

  /** Whether the same was published. */
  isLike(other: Entry): boolean {
    return this.#text.equals(other.#text);
  }

  get published(): TableEndpoint {
    return readEndpoint(new Place(this.name), JSON.parse(this.#text.toString('utf8')));
  }
}

export function entryOf(endpoint: TableEndpoint): Entry {
  return new Entry(placed(endpoint), Buffer.from(JSON.stringify(endpoint)));
}
