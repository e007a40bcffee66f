import type { Ledger, Reservation } from '../store/ledger';

/** Requests that take less are counted by what becomes of them alone. */
const afterMs = 300;

/**
 * Has the ledger know of requests that they are on their way: those that take a while, together. Nothing waits for it. A process that is killed
 * may have sent what it did not note in its last third of a second.
 */
export class SentNotes {
  private readonly unnoted = new Set<Reservation>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ledger: Pick<Ledger, 'noteSent'>) {}

  add(reservation: Reservation): void {
    this.unnoted.add(reservation);
    this.timer ??= setTimeout(() => this.note(), afterMs).unref();
  }

  /** Whatever became of it is in the store. */
  settled(reservation: Reservation): void {
    this.unnoted.delete(reservation);
  }

  private note(): void {
    this.timer = undefined;
    const reservations = [...this.unnoted];
    this.unnoted.clear();
    if (reservations.length === 0) return;
    // The store is away: what becomes of them counts them all the same.
    void this.ledger.noteSent(reservations).catch(() => undefined);
  }
}
