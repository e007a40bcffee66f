/** How far a run is known: iterations up to one, as the verdicts up to a watermark have left them. */
export interface Known {
  readonly through: number;
  readonly reviewed: number;
}

const nothing: Known = { through: -1, reviewed: 0 };

/** Runs that are kept at once. */
const maxRuns = 8;

/**
 * What was committed of some runs, kept in this process and read on: each time no more is read than what came since. The store is the
 * truth, and whoever asks for less than what is kept gets it read anew; so it is the same as if all were read each time.
 */
export class ReadOn<Kept> {
  private readonly runs = new Map<string, Promise<(Known & { readonly kept: Kept }) | undefined>>();

  /** @param readOn From what was known to what shall be known, without changing what is handed to it. Never the same twice at once. */
  constructor(
    private readonly empty: Kept,
    private readonly readOn: (runKey: string, kept: Kept, from: Known, to: Known) => Promise<Kept>,
    /** Whether it is small enough to be kept. */
    private readonly mayBeKept: (kept: Kept) => boolean = () => true,
  ) {}

  async at(runKey: string, to: Known): Promise<Kept> {
    const previous = this.runs.get(runKey);
    const read = (async () => {
      const known = await previous;
      const isAhead = known && (known.through > to.through || known.reviewed > to.reviewed);
      const from = !known || isAhead ? { ...nothing, kept: this.empty } : known;
      const isSame = from.through === to.through && from.reviewed === to.reviewed;
      const kept = isSame ? from.kept : await this.readOn(runKey, from.kept, from, to);
      return { kept, known: isAhead ? known : { ...to, kept } };
    })();
    this.runs.delete(runKey);
    this.runs.set(
      runKey,
      read.then(
        ({ known }) => (this.mayBeKept(known.kept) ? known : undefined),
        () => previous, // told to whoever asked, by `read`
      ),
    );
    for (const oldest of this.runs.keys()) {
      if (this.runs.size <= maxRuns) break;
      this.runs.delete(oldest);
    }
    return (await read).kept;
  }
}
