/**
 * Tables and deltas as JSON whose endpoints stand on lines of their own, so that who writes and who reads one can do so
 * endpoint by endpoint. Any other JSON is read as well, but in one piece.
 */
import { type Fields, fieldsOf, Place } from './fields.ts';
import { placed, readEndpoint, Together } from './read-endpoint.ts';
import type { TableEndpoint } from './table.ts';
import { readEndpoints } from './validate.ts';

export type List = 'endpoints' | 'put';

const opening = '[';
const closing = ']}';

/** The text in pieces, so that nobody has to hold it as one; `endpoints` are JSON without line feeds. */
export function textOf(head: object, list: List, endpoints: readonly string[]): readonly string[] {
  const last = endpoints.length - 1;
  return [
    `${JSON.stringify(head).slice(0, -1)},"${list}":${opening}\n`,
    ...endpoints.map((text, at) => (at === last ? `${text}\n` : `${text},\n`)),
    `${closing}\n`,
  ];
}

/** Reads such a text; whoever cuts it into lines may pause between two of them. */
export class LineReader<Head> {
  readonly at: Place;
  readonly #what: string;
  readonly #list: List;
  readonly #readHead: (at: Place, fields: Fields) => Head;
  readonly #together = new Together();
  #head: Head | undefined;
  #state: 'head' | 'endpoints' | 'end' | 'plain' | 'broken' = 'head';
  #count = 0;
  /** Whether the last line says that an endpoint follows. */
  #more = false;
  #plain = '';

  /** `what` is how the whole is called, in what is said of it. */
  constructor(what: 'table' | 'delta', readHead: (at: Place, fields: Fields) => Head) {
    this.at = new Place(what);
    this.#what = what;
    this.#list = what === 'table' ? 'endpoints' : 'put';
    this.#readHead = readHead;
  }

  /** A line without its line feed; gives the endpoint that it is, if it is one. */
  take(line: string): TableEndpoint | undefined {
    switch (this.#state) {
      case 'head':
        this.#begin(line);
        return undefined;
      case 'endpoints':
        return this.#endpoint(line);
      case 'end':
        if (line.trim() !== '') this.#broken('it goes on after its end');
        return undefined;
      case 'plain':
        this.#plain += `\n${line}`;
        return undefined;
      case 'broken':
        return undefined;
      default:
        return this.#state satisfies never;
    }
  }

  /** There are no more lines. Gives the head, and those endpoints that `take` did not; nothing of use when there are problems. */
  end(): { readonly head: Head | undefined; readonly endpoints: readonly TableEndpoint[] } {
    if (this.#state === 'plain') return this.#whole();
    if (this.#state === 'head' || this.#state === 'endpoints') this.#broken('its end is missing');
    return { head: this.#head, endpoints: [] };
  }

  #begin(line: string): void {
    if (!line.endsWith(opening)) {
      this.#state = 'plain';
      this.#plain = line;
      return;
    }
    this.#state = 'endpoints';
    const parsed = this.#parsed(line + closing);
    if (parsed === undefined) return;
    const fields = fieldsOf(this.at, parsed);
    if (!Array.isArray(fields[this.#list])) this.at.say(this.#list, fields[this.#list], 'an array');
    this.#head = this.#readHead(this.at, fields);
    this.at.enter(this.#list);
  }

  #endpoint(line: string): TableEndpoint | undefined {
    if (line === closing) {
      this.at.leave();
      this.#state = 'end';
      if (this.#more) this.#broken('an endpoint is missing');
      return undefined;
    }
    if (this.#count > 0 && !this.#more) {
      this.#broken('a comma is missing');
      return undefined;
    }
    this.#more = line.endsWith(',');
    const parsed = this.#parsed(this.#more ? line.slice(0, -1) : line);
    if (parsed === undefined) return undefined;
    this.at.enter(this.#count);
    const endpoint = readEndpoint(this.at, parsed);
    this.#together.join(placed(endpoint), this.at, this.#list);
    this.at.leave();
    this.#count += 1;
    return endpoint;
  }

  #whole(): { readonly head: Head | undefined; readonly endpoints: readonly TableEndpoint[] } {
    const parsed = this.#parsed(this.#plain);
    if (parsed === undefined) return { head: undefined, endpoints: [] };
    this.#plain = '';
    const fields = fieldsOf(this.at, parsed);
    const head = this.#readHead(this.at, fields);
    return { head, endpoints: readEndpoints(this.at, fields, this.#list) };
  }

  /** undefined when it is not JSON. */
  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      this.#broken(String(error));
      return undefined;
    }
  }

  /** What follows is not looked at. */
  #broken(why: string): void {
    this.#state = 'broken';
    this.at.problems.push(`the ${this.#what} is not JSON: ${why}`);
  }
}
