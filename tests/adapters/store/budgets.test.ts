import { randomUUID } from 'node:crypto';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import type { Hold } from '../../../adapters/store/budgetHolds';
import { Budgets } from '../../../adapters/store/budgets';
import { Hedges } from '../../../adapters/store/hedges';
import { Holder } from '../../../adapters/store/holder';
import { Ledger, type Reservation, type ReserveOutcome } from '../../../adapters/store/ledger';
import { decimalOf, picodollarsOf } from '../../../core/foundations/picodollars';
import { seededRandom } from '../../../core/foundations/seededRandom';
import type { BudgetState } from '../../../core/teacher/budget/budgetState';
import type { Charge } from '../../../core/teacher/pricing/charge';
import type { TeacherAnswer, TeacherRequest } from '../../../core/teacher/request';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

let opened: TestDatabase;
let database: Database;
const holders: Holder[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  database = openDatabase(opened.url, 16);
  await migrate(database);
}, 120_000);

afterAll(async () => {
  for (const holder of holders) await holder.stop();
  await database?.close();
  await opened?.stop();
});

async function process(): Promise<{ holder: Holder; ledger: Ledger; hedges: Hedges }> {
  const holder = new Holder(database, 'a test');
  await holder.start();
  holders.push(holder);
  return { holder, ledger: new Ledger(database, holder), hedges: new Hedges(database, holder) };
}

/** A budget of its own, with its run's name. */
async function budgetOf(limits: BudgetState['limits']): Promise<string> {
  const budget = `run ${randomUUID()}`;
  await database.query(
    'insert into budgets (budget, run_key, limit_usd, limit_tokens, limit_requests, warn_at) values ($1, $1, $2, $3, $4, 0.8)',
    [budget, limits.usd, limits.tokens, limits.requests],
  );
  return budget;
}

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'somewhere',
  model: 'simulated',
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Why?' }] },
  parameters: {},
  sample: '0',
};
const answer = (tokens = 10): TeacherAnswer => ({
  text: 'Because.',
  finishReason: 'stop',
  promptTokens: tokens,
  completionTokens: 0,
  requestId: '',
});
const charge = (usd: number): Charge => ({ cost: picodollarsOf(usd) });
const dollars = { usd: 1, tokens: null, requests: null };

function asker(ledger: Ledger, budgets: readonly string[]) {
  const [runKey = ''] = budgets;
  const hold = (usd: number): Hold => ({
    budgets,
    usd: decimalOf(picodollarsOf(usd)),
    tokens: 100,
    answerTokens: 50,
  });
  return (callKey: string, usd: number): Promise<ReserveOutcome> =>
    ledger.reserve({ scope: runKey, runKey, iteration: 0 }, callKey, request, hold(usd));
}

function reservationOf(outcome: ReserveOutcome): Reservation {
  if (outcome.kind !== 'reserved') throw new Error(`It is ${outcome.kind}.`);
  return outcome.reservation;
}

async function stateOf(budget: string): Promise<BudgetState> {
  const state = await new Budgets(database).state(budget);
  if (!state) throw new Error('There is no such budget.');
  return state;
}

test('a claim reserves what it may cost at most, and settling replaces that by what it cost', async () => {
  const { ledger } = await process();
  const budget = await budgetOf(dollars);
  const ask = asker(ledger, [budget]);
  const reservation = reservationOf(await ask('one', 0.6));
  expect(await stateOf(budget)).toMatchObject({
    held: { usd: 0.6, tokens: 100, requests: 1 },
    spent: { usd: 0 },
  });
  expect(await ask('two', 0.6)).toMatchObject({ kind: 'unaffordable', budget });
  await ledger.settle(reservation, answer(), charge(0.1));
  await ledger.settle(reservation, answer(), charge(0.1)); // its acknowledgement was lost
  expect(await stateOf(budget)).toMatchObject({
    held: { usd: 0, tokens: 0, requests: 0 },
    spent: { usd: 0.1, tokens: 10, requests: 1 },
  });
  expect((await ask('two', 0.6)).kind).toBe('reserved');
});

test('of requests that are claimed together those are let out that there is room for, to the last of a cent', async () => {
  const [one, other] = [await process(), await process()];
  const budget = await budgetOf(dollars);
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      asker(index % 2 === 0 ? one.ledger : other.ledger, [budget])(`call ${index}`, 0.04),
    ),
  );
  expect(outcomes.filter(({ kind }) => kind === 'reserved')).toHaveLength(25);
  expect(outcomes.filter(({ kind }) => kind === 'unaffordable')).toHaveLength(35);
  expect((await stateOf(budget)).held.usd).toBe(1);
});

test('what an answer costs over its reservation is kept as an overdraft, and nothing new is let out', async () => {
  const { ledger } = await process();
  const budget = await budgetOf(dollars);
  const ask = asker(ledger, [budget]);
  await ledger.settle(reservationOf(await ask('one', 0.5)), answer(), charge(1.25));
  expect(await stateOf(budget)).toMatchObject({ spent: { usd: 1.25 } });
  expect((await ask('two', 0)).kind).toBe('unaffordable');
});

test('an answer of unknown cost counts as what was reserved for it, and one that cost nothing as nothing', async () => {
  const { ledger } = await process();
  const budget = await budgetOf(dollars);
  const ask = asker(ledger, [budget]);
  await ledger.settle(reservationOf(await ask('uncounted', 0.5)), answer(0), { cost: undefined });
  await ledger.settle(reservationOf(await ask('refused', 0.5)), answer(0), { cost: 0n });
  expect(await stateOf(budget)).toMatchObject({ spent: { usd: 0.5, tokens: 100, requests: 2 } });
});

test('what a process that died had out stays counted as what it may have cost; what it had answered is what it cost', async () => {
  const [killed, next] = [await process(), await process()];
  const budget = await budgetOf(dollars);
  await killed.ledger.settle(
    reservationOf(await asker(killed.ledger, [budget])('one', 0.3)),
    answer(),
    charge(0.01),
  );
  expect(await killed.ledger.maySend(reservationOf(await asker(killed.ledger, [budget])('two', 0.3)))).toBe(
    true,
  );
  await killed.holder.stop();
  expect(await stateOf(budget)).toMatchObject({ spent: { usd: 0.01 }, held: { usd: 0 }, lost: { usd: 0.3 } });
  const again = reservationOf(await asker(next.ledger, [budget])('two', 0.3));
  expect(await stateOf(budget)).toMatchObject({ held: { usd: 0.3 }, lost: { usd: 0.3, requests: 1 } });
  await next.ledger.settle(again, answer(), charge(0.02));
  expect(await stateOf(budget)).toMatchObject({
    spent: { usd: 0.03 },
    held: { usd: 0, requests: 0 },
    lost: { usd: 0.3, requests: 1 },
  });
});

test('what a process that died had reserved and never sent comes back, to whoever asks the same and to whoever asks something else', async () => {
  const [killed, next] = [await process(), await process()];
  const budget = await budgetOf(dollars);
  const ask = asker(killed.ledger, [budget]);
  const [one, two, sent] = [await ask('one', 0.3), await ask('two', 0.3), await ask('sent', 0.3)].map(
    reservationOf,
  );
  expect(await killed.ledger.maySend(sent!)).toBe(true);
  await killed.holder.stop();
  expect(await stateOf(budget)).toMatchObject({ held: { usd: 0 }, lost: { usd: 0.3, requests: 1 } });

  // The same request, by another process.
  await next.ledger.releaseUnsent(reservationOf(await asker(next.ledger, [budget])('one', 0.1)));
  expect(await asker(next.ledger, [budget])('large', 0.6)).toMatchObject({ kind: 'unaffordable' });
  await new Budgets(database).giveBackOfDead();
  expect((await asker(next.ledger, [budget])('large', 0.6)).kind).toBe('reserved');
  expect(await stateOf(budget)).toMatchObject({
    held: { usd: 0.6, tokens: 100, requests: 1 },
    lost: { usd: 0.3, tokens: 100, requests: 1 },
    spent: { usd: 0 },
  });
  // It only seemed dead: what was given back is not sent, and what was sent is paid.
  expect(await Promise.all([one, two].map((each) => killed.ledger.maySend(each!)))).toEqual([false, false]);
  await killed.ledger.settle(sent!, answer(), charge(0.01));
  expect(await stateOf(budget)).toMatchObject({ spent: { usd: 0.01 }, lost: { usd: 0, requests: 0 } });
});

test('what was lost is counted as less once the same request was answered and its prompt counted, and by another price it stays', async () => {
  const [killed, next] = [await process(), await process()];
  const budget = await budgetOf(dollars);
  for (const key of ['counted', 'other price'])
    await killed.ledger.maySend(reservationOf(await asker(killed.ledger, [budget])(key, 0.3)));
  await killed.holder.stop();
  const counted = { usd: '0.2', tokens: 60 };
  const again = reservationOf(await asker(next.ledger, [budget])('counted', 0.3));
  await next.ledger.settle(again, answer(), charge(0.02), undefined, counted);
  await next.ledger.settle(again, answer(), charge(0.02), undefined, counted);
  expect(await stateOf(budget)).toMatchObject({
    ...{ spent: { usd: 0.02, requests: 1 }, held: { usd: 0 }, lost: { usd: 0.5, tokens: 160, requests: 2 } },
  });
  const { hold, ...other } = reservationOf(await asker(next.ledger, [budget])('other price', 0.3));
  await next.ledger.settle(
    { ...other, hold: { ...hold!, price: 'new' } },
    answer(),
    charge(0.02),
    undefined,
    counted,
  );
  expect((await stateOf(budget)).lost).toMatchObject({ usd: 0.5, tokens: 160, requests: 2 });
});

test('a stalled process that revives beside its successor pays as well, and neither payment is forgotten', async () => {
  const [stalled, next] = [await process(), await process()];
  const budget = await budgetOf(dollars);
  const first = reservationOf(await asker(stalled.ledger, [budget])('one', 0.3));
  await stalled.ledger.maySend(first);
  await stalled.holder.stop();
  const second = reservationOf(await asker(next.ledger, [budget])('one', 0.3));
  await stalled.ledger.settle(first, answer(), charge(0.01));
  await next.ledger.settle(second, answer(), charge(0.02));
  expect(await stateOf(budget)).toMatchObject({
    spent: { usd: 0.03, requests: 2 },
    held: { usd: 0 },
    lost: { usd: 0 },
  });
});

test('a request that was not sent, or refused, gives its reservation back; one that timed out does not', async () => {
  const { ledger } = await process();
  const budget = await budgetOf(dollars);
  const ask = asker(ledger, [budget]);
  await ledger.releaseUnsent(reservationOf(await ask('unsent', 0.2)));
  await ledger.release(reservationOf(await ask('refused', 0.2)), false);
  expect(await stateOf(budget)).toMatchObject({
    held: { usd: 0, requests: 0 },
    spent: { usd: 0, requests: 0 },
  });
  const late = reservationOf(await ask('late', 0.2));
  await ledger.release(late, true);
  await ledger.release(late, true);
  expect(await stateOf(budget)).toMatchObject({ held: { usd: 0 }, lost: { usd: 0.2, requests: 1 } });
});

test('an unusable answer counts each time that it is bought', async () => {
  const { ledger } = await process();
  const budget = await budgetOf(dollars);
  for (let purchase = 0; purchase < 3; purchase++) {
    const unusable = { raw: 'x', reason: 'none', requestId: '', promptTokens: 5, completionTokens: 1 };
    await ledger.keepUnusable(reservationOf(await asker(ledger, [budget])('one', 0.3)), {
      unusable,
      charge: charge(0.01),
      settles: 'always',
    });
  }
  expect(await stateOf(budget)).toMatchObject({
    spent: { usd: 0.03, tokens: 18, requests: 3 },
    held: { usd: 0 },
  });
});

test('a request that is asked a second time reserves for itself, and is not asked where there is no room', async () => {
  const { ledger, hedges } = await process();
  const budget = await budgetOf(dollars);
  const ask = asker(ledger, [budget]);
  const reservation = reservationOf(await ask('one', 0.4));
  await hedges.begin(reservation, budget);
  expect(await stateOf(budget)).toMatchObject({ held: { usd: 0.8, requests: 2 } });
  const other = reservationOf(await ask('two', 0.2));
  await expect(hedges.begin(other, budget)).rejects.toThrow('no room');
  await ledger.settle({ ...reservation, isSecond: true }, answer(), charge(0.05));
  await hedges.lose({ ...reservation, isSecond: false });
  await ledger.releaseUnsent(other);
  expect(await stateOf(budget)).toMatchObject({ spent: { usd: 0.05 }, held: { usd: 0 }, lost: { usd: 0.4 } });
});

test('budgets that several processes pay from in every way at once come out even, and nobody waits for ever', async () => {
  const processes = [await process(), await process(), await process()];
  const [run, role, day] = [
    await budgetOf({ usd: 5, tokens: null, requests: null }),
    await budgetOf({ usd: 2, tokens: null, requests: 90 }),
    await budgetOf({ usd: 3, tokens: 12_000, requests: null }),
  ];
  const random = seededRandom(7, 'budgets');
  const paid: number[] = [];
  await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const { ledger } = processes[index % 3] ?? processes[0]!;
      const budgets = [run, ...(index % 2 === 0 ? [role] : []), day].toSorted(() => (index % 5) - 2);
      const outcome = await asker(ledger, [run, ...budgets.filter((each) => each !== run)])(
        `call ${index}`,
        0.05,
      );
      if (outcome.kind !== 'reserved') return;
      const usd = random.below(50) / 1_000;
      if (index % 7 === 0) return ledger.release(outcome.reservation, true);
      if (index % 11 === 0) return ledger.releaseUnsent(outcome.reservation);
      paid.push(usd);
      await ledger.settle(outcome.reservation, answer(), charge(usd));
    }),
  );
  const spent = paid.reduce((sum, usd) => sum + Math.round(usd * 1_000), 0);
  const { spent: ofRun, held, lost } = await stateOf(run);
  expect(Math.round(ofRun.usd * 1_000)).toBe(spent);
  expect(held).toEqual({ usd: 0, tokens: 0, requests: 0 });
  for (const [budget, limit] of [
    [run, 5],
    [role, 2],
    [day, 3],
  ] as const) {
    const state = await stateOf(budget);
    expect(state.spent.usd + state.lost.usd + state.held.usd).toBeLessThanOrEqual(limit + 1e-9);
  }
  expect(lost.requests).toBeGreaterThan(0);
}, 60_000);
