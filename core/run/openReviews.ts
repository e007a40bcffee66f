/** Somebody's word that a calibration is to be gone by. */
export interface AcceptedCalibration {
  readonly version: number;
  readonly by: string;
}

/** What a run takes along of its reviews when it continues as new. */
export interface CarriedReviews {
  readonly made: number;
  readonly open: readonly number[];
  readonly arrived: readonly number[];
  readonly accepted?: readonly AcceptedCalibration[];
  readonly watermark: number;
}

/** More than are done while a run is opened again. */
const mostEarly = 1_000;

/**
 * The batches that a run has people look at, by number: plain state. A batch says that it is done whenever it pleases, and the run
 * makes its outcome count at a moment of its own, one batch after the other in the order in which they came.
 */
export class OpenReviews {
  private made: number;
  private readonly waiting: Set<number>;
  private readonly arrived: Set<number>;
  private readonly accepted: AcceptedCalibration[];
  private applications: number;
  /** Of a run that is being opened again. */
  private readonly early: number[] = [];

  constructor(carried?: CarriedReviews) {
    this.made = carried?.made ?? 0;
    this.waiting = new Set(carried?.open);
    this.arrived = new Set(carried?.arrived);
    this.accepted = [...(carried?.accepted ?? [])];
    this.applications = carried?.watermark ?? 0;
  }

  /** What the run had open when it ended. What has arrived since then counts: until now nobody knew of which batches it was. */
  takeUp(left: CarriedReviews | undefined): void {
    if (!left) return;
    const { made, open, arrived, watermark } = left;
    this.made = made;
    this.applications = watermark;
    for (const batch of open) this.waiting.add(batch);
    for (const batch of [...arrived, ...this.early.filter((batch) => batch < made)]) this.arrived.add(batch);
    this.early.length = 0;
  }

  /** Batches whose outcome does not count yet. */
  get open(): readonly number[] {
    return [...this.waiting];
  }

  /** Those of them that people have yet to decide on, as far as the run was told. */
  get undecided(): readonly number[] {
    return this.open.filter((batch) => !this.arrived.has(batch));
  }

  /** How many times what people decided has been applied. */
  get watermark(): number {
    return this.applications;
  }

  opened(batches: readonly number[]): void {
    for (const batch of batches) {
      this.waiting.add(batch);
      this.made = Math.max(this.made, batch + 1);
    }
  }

  /** A batch says that it is done: for the first time, or again after a correction. Whatever is no batch of this run is passed over. */
  arrive(batch: unknown): void {
    if (typeof batch !== 'number' || !Number.isInteger(batch) || batch < 0) return;
    if (batch < this.made) this.arrived.add(batch);
    else if (this.early.length < mostEarly) this.early.push(batch);
  }

  /** Somebody accepts a calibration: `{"version": 2, "reviewer": "ana"}`. Whatever else arrives is passed over. */
  accept(said: unknown): void {
    if (typeof said !== 'object' || said === null) return;
    const { version, reviewer } = said as Readonly<Record<string, unknown>>;
    if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return;
    if (typeof reviewer !== 'string' || reviewer.trim() === '') return;
    this.accepted.push({ version, by: reviewer.trim().slice(0, 100) });
  }

  /** Which calibration is to be put in force now; a gate waits until no iteration is under way, as with batches. */
  dueCalibration(isGate: boolean, underWay: number): AcceptedCalibration | undefined {
    return isGate && underWay > 0 ? undefined : this.accepted[0];
  }

  /** The oldest acceptance was looked into. */
  calibrated(watermark: number): void {
    this.accepted.shift();
    this.applications = Math.max(this.applications, watermark);
  }

  /**
   * Which batch is to be applied now. While iterations are under way, a gate applies none that it waits for: so what is decided
   * after it does not depend on whether people or iterations were faster.
   */
  due(isGate: boolean, underWay: number): number | undefined {
    return [...this.arrived].find((batch) => !isGate || underWay === 0 || !this.waiting.has(batch));
  }

  /** An arrival was looked into. A watermark that is no higher than before says that there was nothing to apply: it is open yet. */
  applied(batch: number, watermark: number): void {
    this.arrived.delete(batch);
    if (watermark <= this.applications) return;
    this.waiting.delete(batch);
    this.applications = watermark;
  }

  carry(): CarriedReviews {
    const { made, open, accepted, watermark } = this;
    return { made, open, arrived: [...this.arrived], accepted: [...accepted], watermark };
  }
}
