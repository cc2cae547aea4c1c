/** What belongs to slots: a map of small ones, as a large one stops everything while it grows. */

const page = 1024;

export class SlotMap<Value> {
  readonly #pages = new Map<number, Map<number, Value>>();

  get(slot: number): Value | undefined {
    return this.#pages.get(Math.floor(slot / page))?.get(slot);
  }

  set(slot: number, value: Value): void {
    const at = Math.floor(slot / page);
    const known = this.#pages.get(at);
    if (known === undefined) this.#pages.set(at, new Map([[slot, value]]));
    else known.set(slot, value);
  }

  delete(slot: number): void {
    const at = Math.floor(slot / page);
    const known = this.#pages.get(at);
    known?.delete(slot);
    if (known?.size === 0) this.#pages.delete(at);
  }
}
