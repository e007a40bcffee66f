import { cycle } from '../../../core/teacher/cells';
import { divide, grantOf, inCells, isRunningShort, type Claim } from '../../../core/teacher/shares';
import { randomNumbers } from '../../adapters/teacher/virtualTime';

const wanting = (id: string, number: number, more: Partial<Claim> = {}): Claim => ({
  id,
  demands: [{ run: 'a run', weight: 1, wanted: [{ urgency: 1, number, waiting: number }] }],
  isLeaving: false,
  turnAt: 0,
  hasShare: false,
  ...more,
});
const wants = ({ demands }: Claim): number =>
  demands.flatMap(({ wanted }) => wanted).reduce((sum, { number }) => sum + number, 0);
const given = (shares: ReadonlyMap<string, number>): number =>
  [...shares.values()].reduce((sum, share) => sum + share, 0);

function randomClaims(random: () => number): Claim[] {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  return Array.from({ length: 1 + upTo(9) }, (_, index) => ({
    id: `worker ${index}`,
    demands: Array.from({ length: upTo(3) }, () => ({
      run: `run ${upTo(4)}`,
      weight: 0.5 + upTo(3),
      wanted: [0, 1].map((urgency) => ({ urgency, number: random() < 0.4 ? 0 : upTo(80), waiting: 0 })),
    })),
    isLeaving: random() < 0.2,
    turnAt: upTo(10_000),
    hasShare: random() < 0.5,
  }));
}

describe('of any members with any demands', () => {
  const random = randomNumbers(3);
  const cases = Array.from({ length: 300 }, () => {
    const claims = randomClaims(random);
    const total = Math.floor(random() * 130);
    return { claims, total, shares: divide(total, claims, 10_000) };
  });

  test('all together never get more than there is, and all of it while somebody stays or wants it', () => {
    for (const { claims, total, shares } of cases) {
      expect(given(shares)).toBeLessThanOrEqual(total);
      const stays = claims.some(({ isLeaving }) => !isLeaving);
      const wanted = claims.reduce((sum, claim) => sum + wants(claim), 0);
      expect(given(shares)).toBe(stays ? total : Math.min(total, wanted));
    }
  });

  test('nobody who wants something gets nothing where there is enough for one each', () => {
    for (const { claims, total, shares } of cases) {
      const asking = claims.filter((claim) => wants(claim) > 0);
      if (total < asking.length) continue;
      for (const { id } of asking) expect(shares.get(id)).toBeGreaterThan(0);
    }
  });

  test('nobody gets more than it wants while another one wants more', () => {
    for (const { claims, shares } of cases) {
      const lacking = claims.some((claim) => (shares.get(claim.id) ?? 0) < wants(claim));
      if (!lacking) continue;
      for (const claim of claims) expect(shares.get(claim.id)).toBeLessThanOrEqual(wants(claim));
    }
  });
});

test('who wants little gets it, and the others share the rest alike', () => {
  const shares = divide(64, [wanting('a', 500), wanting('b', 500), wanting('c', 4)], 0);
  expect([...shares.values()]).toEqual([30, 30, 4]);
});

test('one that is idle leaves its share to the others', () => {
  expect([...divide(64, [wanting('a', 500), wanting('b', 0)], 0).values()]).toEqual([64, 0]);
});

test('one that ends keeps what it has in flight, and takes nothing to spare', () => {
  expect([...divide(64, [wanting('a', 10), wanting('b', 3, { isLeaving: true })], 0).values()]).toEqual([
    61, 3,
  ]);
});

test('runs share by their weights, wherever they are asked', () => {
  const of = (id: string, run: string, weight: number): Claim =>
    wanting(id, 0, { demands: [{ run, weight, wanted: [{ urgency: 1, number: 500, waiting: 500 }] }] });
  expect([...divide(64, [of('a', 'heavy', 3), of('b', 'light', 1)], 0).values()]).toEqual([48, 16]);
  expect([...divide(60, [of('a', 'one', 1), of('b', 'one', 1), of('c', 'other', 1)], 0).values()]).toEqual([
    15, 15, 30,
  ]);
});

test('of a run what is urgent goes first, whichever worker has it', () => {
  const of = (id: string, urgency: number): Claim =>
    wanting(id, 0, {
      demands: [{ run: 'a run', weight: 1, wanted: [{ urgency, number: 40, waiting: 40 }] }],
    });
  expect([...divide(50, [of('responds', 1), of('proposes', 0)], 0).values()]).toEqual([10, 40]);
});

test('more members than slots take turns, each as often as the others', () => {
  const members = Array.from({ length: 5 }, (_, index) => ({
    id: `worker ${index}`,
    turnAt: 0,
    held: 0,
    turns: 0,
  }));
  for (let now = 1_000; now < 60_000; now += 250) {
    for (const member of members) {
      const claims = members.map(({ id, turnAt, held }) => wanting(id, 9, { turnAt, hasShare: held > 0 }));
      const part = divide(2, claims, now).get(member.id) ?? 0;
      const others = members.reduce((sum, other) => sum + (other === member ? 0 : other.held), 0);
      const slots = grantOf(2, part, others);
      if (slots > 0 && member.held === 0) {
        member.turnAt = now;
        member.turns += 1;
      }
      member.held = slots;
      expect(members.reduce((sum, { held }) => sum + held, 0)).toBeLessThanOrEqual(2);
    }
  }
  const turns = members.map((member) => member.turns);
  expect(Math.min(...turns)).toBeGreaterThan(10);
  expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1);
});

test('what all hold is never more than the total, however they come, want, stall and die, and whatever replies are lost', () => {
  const random = randomNumbers(11);
  const total = 20;
  interface Member {
    readonly id: string;
    /** What it believes that it may have in flight, and what it has. */
    believes: number;
    inFlight: number;
    wants: number;
    /** In the store. */
    row: number;
    rowInFlight: number;
  }
  let members: Member[] = [];
  for (let step = 0; step < 5_000; step++) {
    if (random() < 0.01 && members.length < 8)
      members.push({ id: `worker ${step}`, believes: 0, inFlight: 0, wants: 30, row: 0, rowInFlight: 0 });
    if (random() < 0.005) members = members.filter((_, index) => index > 0);
    const member = members[Math.floor(random() * members.length)];
    if (!member) continue;
    member.wants = random() < 0.1 ? Math.floor(random() * 40) : member.wants;
    member.inFlight =
      random() < 0.5
        ? Math.max(0, member.inFlight - 1)
        : Math.max(member.inFlight, Math.min(member.believes, member.wants));
    const sums = { inFlight: member.inFlight, claimed: member.believes };
    if (random() < 0.3) {
      const claims = members.map((each) => wanting(each.id, each.wants, { hasShare: each.row > 0 }));
      const others = members.filter((each) => each !== member);
      const slots = grantOf(
        total,
        divide(total, claims, step * 10).get(member.id) ?? 0,
        others.reduce((sum, each) => sum + Math.max(each.row, each.rowInFlight), 0),
      );
      member.row = Math.max(sums.claimed, slots);
      member.rowInFlight = sums.inFlight;
      if (random() < 0.8) member.believes = slots; // else the reply is lost
    }
    expect(
      members.reduce((sum, each) => sum + Math.max(each.believes, each.inFlight), 0),
    ).toBeLessThanOrEqual(total);
  }
});

describe('of time at 20 requests a second', () => {
  /** In flight 7, and what waits by its urgency. */
  const waitingFor = (id: string, ...waiting: readonly number[]): Claim =>
    wanting(id, 0, {
      demands: [
        {
          run: 'a run',
          weight: 1,
          wanted: waiting.map((number, urgency) => ({ urgency, number: number + 7, waiting: number })),
        },
      ],
    });
  const timeOf = (...claims: Claim[]): readonly number[] => [
    ...divide(
      cycle,
      claims.map((claim) => inCells(claim, 20)),
      0,
    ).values(),
  ];

  test('a member whose line gets short leaves its time to the others before it has nothing to send', () => {
    expect(timeOf(waitingFor('a', 100), waitingFor('b', 100))).toEqual([32, 32]);
    expect(timeOf(waitingFor('a', 5), waitingFor('b', 100))).toEqual([8, 56]);
    expect(timeOf(waitingFor('a', 0), waitingFor('b', 100))).toEqual([1, 63]);
    expect(isRunningShort(waitingFor('a', 15), 32, 20)).toBe(true);
    expect(isRunningShort(waitingFor('a', 100), 32, 20)).toBe(false);
    expect(isRunningShort(waitingFor('a', 0), 32, undefined)).toBe(false); // nothing is paced
  });

  test('what waits may take what the others have nothing to send in', () => {
    expect(timeOf(waitingFor('a', 10), waitingFor('b', 0))).toEqual([63, 1]);
    expect(timeOf(waitingFor('a', 10), waitingFor('b', 5))).toEqual([32, 32]);
    expect(timeOf(waitingFor('a', 18), waitingFor('b', 1))).toEqual([55, 9]);
    expect(timeOf(waitingFor('a', 10), wanting('b', 0))).toEqual([64, 0]);
  });

  test('a few that are urgent take no more of it than they need', () => {
    expect(timeOf(waitingFor('a', 5, 100), waitingFor('b', 0, 100))).toEqual([32, 32]);
    expect(timeOf(waitingFor('a', 30, 100), waitingFor('b', 0, 100))).toEqual([48, 16]);
  });

  test('nobody who has something in flight is without any, for it may ask again', () => {
    const claims = Array.from({ length: 5 }, (_, index) => waitingFor(`idle ${index}`, 0));
    expect(timeOf(waitingFor('a', 1_000), ...claims)).toEqual([59, 1, 1, 1, 1, 1]);
  });
});
