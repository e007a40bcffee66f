/** What was used lately, by key: at most so many, and the one that was unused longest goes first. */
export class RecentlyUsed<Key, Value> {
  private readonly known = new Map<Key, Value>();

  constructor(private readonly max: number) {}

  get size(): number {
    return this.known.size;
  }

  get(key: Key): Value | undefined {
    const value = this.known.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.known.delete(key);
    this.known.set(key, value);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= this.max) break;
      this.known.delete(oldest);
    }
  }

  delete(key: Key): void {
    this.known.delete(key);
  }
}
