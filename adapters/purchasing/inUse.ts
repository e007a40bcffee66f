/** How long one is kept that nobody asked for. */
const keptMs = 10 * 60_000;
const sweepsEveryMs = 60_000;

/** What is kept by name for as long as it is in use, and some time after: a worker that has served 200 runs holds no more than one that served two. */
export class InUse<Thing extends { readonly isIdle: boolean }> {
  private readonly things = new Map<string, { readonly thing: Thing; usedAt: number }>();
  private sweptAt = performance.now();

  get size(): number {
    return this.things.size;
  }

  get(name: string, make: () => Thing, now = performance.now()): Thing {
    if (now - this.sweptAt >= sweepsEveryMs) this.sweep(now);
    let entry = this.things.get(name);
    if (!entry) this.things.set(name, (entry = { thing: make(), usedAt: now }));
    entry.usedAt = now;
    return entry.thing;
  }

  private sweep(now: number): void {
    this.sweptAt = now;
    for (const [name, { thing, usedAt }] of this.things)
      if (thing.isIdle && now - usedAt >= keptMs) this.things.delete(name);
  }
}
