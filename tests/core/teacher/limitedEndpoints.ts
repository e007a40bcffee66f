import { RateControl, type Allowance, type Departure } from '../../../core/teacher/rateControl';
import { cycle, takeCells } from '../../../core/teacher/cells';
import { mergeStates, type AdaptiveState } from '../../../core/teacher/adaptiveState';
import { lognormal, randomNumbers } from '../../adapters/teacher/virtualTime';

/** An endpoint that lets a request in, or says how long to wait. Times in milliseconds. */
export type LimitShape = (now: number) => 'admitted' | { readonly retryAfterMs: number };

export const shapes = {
  /** Refills evenly, and holds so many. */
  bucket(perSecond: number, burst: number): LimitShape {
    let [level, at] = [burst, 0];
    return (now) => {
      level = Math.min(burst, level + ((now - at) * perSecond) / 1000);
      at = now;
      if (level < 1 - 1e-9) return { retryAfterMs: ((1 - level) * 1000) / perSecond };
      level -= 1;
      return 'admitted';
    };
  },
  /** So many from one full minute, or second, to the next. */
  fixedWindow(perSecond: number, windowMs: number): LimitShape {
    let [window, count] = [-1, 0];
    const most = Math.round((perSecond * windowMs) / 1000);
    return (now) => {
      const current = Math.floor(now / windowMs);
      if (current !== window) [window, count] = [current, 0];
      if (count >= most) return { retryAfterMs: (current + 1) * windowMs - now };
      count += 1;
      return 'admitted';
    };
  },
  /** So many within any time of that length. */
  slidingWindow(perSecond: number, windowMs: number): LimitShape {
    const times: number[] = [];
    const most = Math.round((perSecond * windowMs) / 1000);
    return (now) => {
      while (times.length > 0 && (times[0] ?? 0) <= now - windowMs) times.shift();
      if (times.length >= most) return { retryAfterMs: (times[0] ?? now) + windowMs - now };
      times.push(now);
      return 'admitted';
    };
  },
};

/** Refuses a share of all requests by chance, at whatever rate they come; the others are up to `limit`. */
export function refusingAtRandom(
  share: number,
  seed: number,
  limit: LimitShape = () => 'admitted',
): LimitShape {
  const random = randomNumbers(seed);
  return (now) => (random() < share ? { retryAfterMs: 1_000 } : limit(now));
}

/** Limits of as many kinds as endpoints have, that all let so many a second through. */
export function limitsOf(perSecond: number): readonly (readonly [kind: string, shape: () => LimitShape])[] {
  return [
    ['a bucket of two', () => shapes.bucket(perSecond, 2)],
    ['a bucket of a minute', () => shapes.bucket(perSecond, perSecond * 60)],
    ['windows of a second', () => shapes.fixedWindow(perSecond, 1_000)],
    ['windows of a minute', () => shapes.fixedWindow(perSecond, 60_000)],
    ['any second', () => shapes.slidingWindow(perSecond, 1_000)],
  ];
}

export interface Used {
  /** Of what the limit allows, and refused, of all that arrived from `fromMs` on. */
  readonly used: number;
  readonly refused: number;
}

export interface Use {
  readonly seconds: number;
  readonly fromMs: number;
  readonly seed: number;
  /** Workers that share it. */
  readonly members: number;
  /** Of all of them together. */
  readonly allowance: Allowance;
  /** Mean lateness of timers and of the way there; 1 where left out. */
  readonly jitterMs?: number;
}

interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** A binary heap would do; so few are out at once that a sorted list does too. */
class Events {
  private readonly events: Event[] = [];
  add(at: number, run: () => void): void {
    let index = this.events.length;
    while (index > 0 && (this.events[index - 1]?.at ?? 0) < at) index--;
    this.events.splice(index, 0, { at, run });
  }
  next(): Event | undefined {
    return this.events.pop();
  }
}

function partsOfCycle(members: number): readonly ReadonlySet<number>[] {
  const taken = new Set<number>();
  return Array.from({ length: members }, (_, index) => {
    const number = Math.floor(cycle / members) + (index < cycle % members ? 1 : 0);
    const cells = takeCells(number, new Set(), taken);
    cells.forEach((cell) => taken.add(cell));
    return new Set(cells);
  });
}

/** As many requests as may leave, all the time, through one worker's control or through several that share. */
export function useLimit(
  shape: LimitShape,
  perSecond: number,
  { seconds, fromMs, seed, members, allowance, jitterMs = 1 }: Use,
): Used {
  const random = randomNumbers(seed);
  const latency = lognormal(seed + 1);
  const jitter = (): number => -Math.log(1 - random()) * jitterMs;
  const start = 1_000_000 + random() * 60_000;
  const events = new Events();
  let [now, admitted, refused] = [start, 0, 0];
  const controls = Array.from({ length: members }, () => new RateControl(allowance, start));
  const cells = partsOfCycle(members);
  /** Each is told its share and what the others are at, as the store does it. */
  const allow = (): void =>
    controls.forEach((control, index) => {
      if (members === 1) return;
      const others = controls.filter((other) => other !== control);
      const divided = control.wholeLimit(now);
      const concurrency = Math.floor(divided / members) + (index < divided % members ? 1 : 0);
      control.allow({
        ...allowance,
        concurrency,
        share: {
          whole: allowance.concurrency,
          divided,
          cells: cells[index] ?? new Set(),
          epoch: 0,
          others: {
            inFlight: others.reduce((sum, { inFlight }) => sum + inFlight, 0),
            perSecond: others.reduce((sum, other) => sum + other.departuresPerSecond(now), 0),
          },
        },
      });
    });
  allow();
  const states = controls.map((): AdaptiveState | undefined => undefined);
  const wakes = controls.map(() => Infinity);

  const pump = (index: number): void => {
    const control = controls[index];
    if (!control) return;
    for (;;) {
      const at = control.earliestDeparture(now);
      if (at === Infinity) return;
      if (at > now) {
        if ((wakes[index] ?? Infinity) <= at && (wakes[index] ?? 0) > now) return;
        const wake = at + jitter();
        wakes[index] = wake;
        return events.add(wake, () => pump(index));
      }
      send(index, control, control.depart(now));
    }
  };
  const send = (index: number, control: RateControl, departure: Departure): void => {
    events.add(now + jitter(), () => {
      const answer = shape(now);
      if (now - start >= fromMs && answer === 'admitted') admitted++;
      if (now - start >= fromMs && answer !== 'admitted') refused++;
      const afterMs = answer === 'admitted' ? latency() : 1;
      events.add(now + afterMs + jitter(), () => {
        const learned = control.arrive(
          departure,
          answer === 'admitted'
            ? { kind: 'answered', tokens: 100 }
            : { kind: 'failed', failure: { kind: 'rateLimited', message: '', ...answer } },
          now,
        );
        if (learned && controls.length > 1) states[index] = control.adaptiveState;
        pump(index);
      });
    });
  };
  /** And what another one learned, within a second. */
  const share = (): void => {
    const learned = states.filter((state) => state !== undefined);
    if (learned.length > 0) {
      const merged = learned.reduce((all, state) => mergeStates(all, state, now));
      for (const control of controls) control.adopt(merged);
      states.fill(undefined);
    }
    allow();
    controls.forEach((_, index) => pump(index));
    events.add(now + 1_000, share);
  };
  controls.forEach((_, index) => events.add(start + random() * 50, () => pump(index)));
  events.add(start + 1_000, share);
  for (let event = events.next(); event && event.at < start + seconds * 1000; event = events.next()) {
    now = event.at;
    event.run();
  }
  return {
    used: admitted / ((seconds - fromMs / 1000) * perSecond),
    refused: refused / (admitted + refused),
  };
}
