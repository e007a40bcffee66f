/** The integral of how many slots are taken, over time. Instants are milliseconds of any one clock. */
export class SlotMeter {
  taken = 0;
  maxTaken = 0;
  private busy = 0;
  private busyAtLastAnswer = 0;
  private at = 0;

  take(now: number): void {
    this.advance(now);
    this.taken += 1;
    this.maxTaken = Math.max(this.maxTaken, this.taken);
  }

  /** `answered`: an answer was sent, which is what the integral reaches up to. */
  free(now: number, answered: boolean): void {
    this.advance(now);
    this.taken -= 1;
    if (answered) this.busyAtLastAnswer = this.busy;
  }

  /** Slot-seconds up to the last answer. */
  busySlotSeconds(): number {
    return this.busyAtLastAnswer / 1000;
  }

  /** Starts measuring anew; what is taken stays taken. */
  restart(now: number): void {
    this.at = now;
    this.busy = this.busyAtLastAnswer = 0;
    this.maxTaken = this.taken;
  }

  private advance(now: number): void {
    this.busy += this.taken * (now - this.at);
    this.at = now;
  }
}
