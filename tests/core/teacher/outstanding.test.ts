import type { HedgePolicy } from '../../../core/teacher/hedging';
import { Outstanding } from '../../../core/teacher/outstanding';
import { Draws } from '../../support/seededDraws';

interface Figures {
  readonly answered: number;
  readonly hedged: number;
  /** Both answered. */
  readonly paidTwice: number;
  /** Given up before an answer to it was there. */
  readonly lost: number;
  readonly seconds: number;
  /** Of the slots' time between the first and the last request. */
  readonly slowest: number;
}

interface Request {
  readonly number: number;
  givenUp: number;
  isAnswered: boolean;
}

/**
 * An endpoint in virtual time: so many slots, and a latency for each request as it is sent; Infinity hangs. Steps of 200 ms. The retry of what is given
 * up goes to the front of the line.
 */
function simulate(options: {
  requests: number;
  slots?: number;
  latency: (draw: number, now: number, number: number) => number;
  hedge?: HedgePolicy;
  ceilingMs?: number;
  /** How many come to be asked in a second; left out: all are there from the start. */
  perSecond?: number;
}): Figures {
  const {
    requests,
    slots = 64,
    latency,
    hedge = 'afterDeadline',
    ceilingMs = 120_000,
    perSecond = Infinity,
  } = options;
  const draws = new Draws('outstanding');
  const outstanding = new Outstanding({ hedge, floorMs: 5_000, ceilingMs });
  const line: Request[] = Array.from({ length: requests }, (_, number) => ({
    number,
    givenUp: 0,
    isAnswered: false,
  }));
  interface Flying {
    readonly request: Request;
    readonly out: ReturnType<Outstanding['depart']>;
    readonly departedAt: number;
    readonly arrivesAt: number;
    readonly isHedge: boolean;
  }
  let flying: Flying[] = [];
  const hedges: Flying['out'][] = [];
  const figures = { answered: 0, hedged: 0, paidTwice: 0, lost: 0, slowest: 0 };
  const requestOf = new Map<Flying['out'], Request>();
  const firstSent = new Map<Request, number>();
  const draw = () => draws.uniform();
  let now = 0;
  let begun = 0;
  const send = (request: Request, hedged?: Flying['out']): void => {
    const out = hedged ?? outstanding.depart('respond 8', now, request.givenUp);
    requestOf.set(out, request);
    firstSent.set(request, firstSent.get(request) ?? now);
    flying.push({
      request,
      out,
      departedAt: now,
      arrivesAt: now + latency(draw(), now, request.number),
      isHedge: hedged !== undefined,
    });
  };
  const land = (one: Flying): void => {
    flying = flying.filter((other) => other !== one);
    if (!flying.some(({ out }) => out === one.out)) outstanding.arrive(one.out);
  };
  for (; figures.answered < requests; now += 200) {
    if (now > 3_600_000) throw new Error('It never ends.');
    for (const one of [...flying]) {
      const isOver = one.departedAt + ceilingMs <= now;
      if (one.arrivesAt > now && !isOver) continue;
      if (one.arrivesAt <= now) {
        outstanding.answered(one.out, one.departedAt, now);
        if (one.request.isAnswered) figures.paidTwice++;
        else {
          one.request.isAnswered = true;
          figures.answered++;
          figures.slowest = Math.max(figures.slowest, now - (firstSent.get(one.request) ?? 0));
          outstanding.becomesLeftover(one.out);
        }
      } else if (!one.request.isAnswered && !flying.some((other) => other !== one && other.out === one.out)) {
        one.request.givenUp++;
        line.unshift(one.request);
      }
      land(one);
    }
    const decision = outstanding.decide(now, {
      limit: slots,
      inFlight: flying.length,
      waiting: (perSecond < Infinity ? 0 : line.length) + hedges.length,
    });
    hedges.push(...decision.hedge);
    for (const out of decision.leftovers) flying.filter((one) => one.out === out).forEach(land);
    for (const out of decision.lost) {
      const given = flying.find((one) => one.out === out);
      if (!given) continue;
      figures.lost++;
      land(given);
      if (flying.some((one) => one.out === out)) continue;
      const at = hedges.indexOf(out);
      if (at >= 0) hedges.splice(at, 1);
      given.request.givenUp++;
      line.unshift(given.request);
    }
    while (flying.length < slots) {
      const hedge = hedges.shift();
      const isDue = begun < (perSecond * (now + 1)) / 1_000;
      const request = hedge || !isDue ? undefined : line.shift();
      if (hedge) {
        const hedgedRequest = requestOf.get(hedge);
        if (!hedgedRequest || hedgedRequest.isAnswered) continue;
        figures.hedged++;
        send(hedgedRequest, hedge);
      } else if (request) {
        begun++;
        send(request);
      } else break;
    }
  }
  return { ...figures, seconds: now / 1_000 };
}

/** Lognormal with this mean, by the inverse of a logistic that is near enough to a normal. */
function lognormal(draw: number, meanMs: number, sigma = 0.5): number {
  const normal = Math.log(draw / (1 - draw)) / 1.702;
  return meanMs * Math.exp(sigma * normal - (sigma * sigma) / 2);
}

test('of a teacher that hangs one in 200, every hang is asked a second time within seconds, and next to nothing else', () => {
  const undisturbed = simulate({ requests: 4_600, latency: (draw) => lognormal(draw, 1_000) });
  let hangs = 0;
  const isHang = () => (hangs = (hangs + 1) % 200) === 0;
  const figures = simulate({
    requests: 4_600,
    latency: (draw) => (isHang() ? Infinity : lognormal(draw, 1_000)),
  });
  expect(undisturbed.hedged + undisturbed.lost).toBeLessThan(5);
  expect(figures.hedged).toBeGreaterThanOrEqual(20);
  expect(figures.hedged).toBeLessThan(40);
  expect(figures.paidTwice).toBeLessThan(5);
  expect(figures.lost).toBe(0);
  expect(figures.seconds).toBeLessThan(1.3 * undisturbed.seconds);
  expect(figures.slowest).toBeLessThan(40_000);
});

test('of a teacher that takes 30 s for each answer, nobody is asked twice or given up, also not when it was fast before', () => {
  const slow = simulate({ requests: 1_000, latency: (draw) => 25_000 + 10_000 * draw });
  expect(slow).toMatchObject({ hedged: 0, paidTwice: 0, lost: 0 });
  const slower = simulate({
    requests: 4_000,
    latency: (draw, now) => (now < 30_000 ? lognormal(draw, 1_000) : 25_000 + 10_000 * draw),
  });
  expect(slower.lost).toBeLessThan(5);
  expect(slower.hedged).toBeLessThan(0.02 * 4_000);
});

test.each([
  ['half of the answers are long', 0.5],
  ['one in fifty', 0.02],
  ['one in 300', 1 / 300],
])('two modes, 1 s and 60 s: where %s, each of them is waited for', (_, share) => {
  const figures = simulate({
    requests: 4_000,
    // Whether its answer is long belongs to the request.
    latency: (draw, __, number) => ((number * 0.61803) % 1 < share ? 60_000 : lognormal(draw, 1_000)),
  });
  expect(figures.paidTwice).toBeLessThan(0.01 * 4_000);
  expect(figures.hedged).toBeLessThan(0.01 * 4_000 + 4);
  expect(figures.lost).toBe(0);
});

test('in an outage in which nothing is answered nobody is asked twice; what it broke is found out by one request, then by the others', () => {
  const figures = simulate({
    requests: 6_000,
    latency: (draw, now) => (now >= 20_000 && now < 50_000 ? Infinity : lognormal(draw, 1_000)),
  });
  const undisturbed = simulate({ requests: 6_000, latency: (draw) => lognormal(draw, 1_000) });
  expect(figures.seconds).toBeLessThan(undisturbed.seconds + 60);
  expect(figures.paidTwice).toBe(0);
  expect(figures.hedged + figures.lost).toBeLessThan(64 + 30);
});

test('one slot whose request hangs is not lost until the ceiling', () => {
  const figures = simulate({
    requests: 200,
    slots: 1,
    latency: (draw, now) => (now > 60_000 && now < 61_000 ? Infinity : lognormal(draw, 1_000)),
  });
  expect(figures.slowest).toBeLessThan(60_000);
});

test('where nothing may be asked twice nothing is, and a hang lasts until the ceiling', () => {
  const figures = simulate({
    requests: 500,
    latency: (draw, now, number) => (number === 100 && now < 20_000 ? Infinity : lognormal(draw, 1_000)),
    hedge: 'off',
    ceilingMs: 30_000,
  });
  expect(figures).toMatchObject({ hedged: 0, lost: 0 });
  expect(figures.slowest).toBeGreaterThanOrEqual(30_000);
});

test('by a quantile, the slowest are asked again while slots are free, at most the share that is allowed', () => {
  const hedge = { quantile: 0.9, share: 0.03 };
  const latency = (draw: number) => lognormal(draw, 3_000, 1);
  const free = simulate({ requests: 2_000, perSecond: 10, latency, hedge });
  expect(free.hedged).toBeLessThanOrEqual(4 + 0.03 * 2_000);
  expect(free.hedged).toBeGreaterThan(30);
  const full = simulate({ requests: 2_000, slots: 16, latency, hedge });
  expect(full.hedged).toBeLessThan(20);
});

test('what was given up may take twice as long the next time, up to the ceiling', () => {
  const outstanding = new Outstanding({ hedge: 'afterDeadline', floorMs: 5_000, ceilingMs: 120_000 });
  const deadline = (givenUpBefore: number) => outstanding.deadlineOf({ kind: 'judge 8', givenUpBefore });
  expect(deadline(0)).toBe(120_000); // nothing is known
  for (let count = 0; count < 200; count++) {
    const out = outstanding.depart('judge 8', 0);
    outstanding.answered(out, 0, 1_000);
    outstanding.arrive(out);
  }
  expect([deadline(0), deadline(1), deadline(2), deadline(9)]).toEqual([5_000, 10_000, 20_000, 120_000]);
});
