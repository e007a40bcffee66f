import { picodollarsOf } from '../../../core/foundations/picodollars';
import { migrate, openDatabase, type Database } from '../../../adapters/store/database';
import { Holder } from '../../../adapters/store/holder';
import { Ledger, type Reservation, type ReserveOutcome } from '../../../adapters/store/ledger';
import { classifyError } from '../../../core/foundations/failure/classifyError';
import type { TeacherAnswer, TeacherRequest } from '../../../core/teacher/request';
import { mostPurchases } from '../../../core/teacher/unusableAnswer';
import { openTestDatabase, type TestDatabase } from '../../support/embeddedStack';

const request: TeacherRequest = {
  role: 'respond',
  endpoint: 'somewhere',
  model: 'some-model',
  prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Name a bird.' }] },
  parameters: {},
  sample: '0',
};
const answer: TeacherAnswer = {
  text: 'Robin.',
  finishReason: 'stop',
  promptTokens: 5,
  completionTokens: 2,
  requestId: 'req_1',
};

let postgres: TestDatabase;
let database: Database;
const holders: Holder[] = [];
let call = 0;

beforeAll(async () => {
  postgres = await openTestDatabase();
  database = openDatabase(postgres.url, 4);
  await migrate(database);
}, 120_000);

afterAll(async () => {
  for (const holder of holders) await holder.stop();
  await database?.close();
  await postgres?.stop();
});

/** A process, as the ledger knows it. */
async function startProcess(): Promise<{ ledger: Ledger; holder: Holder }> {
  const holder = new Holder(database, 'a test');
  holders.push(holder);
  await holder.start();
  return { holder, ledger: new Ledger(database, holder) };
}

/** A request that no other test asks. */
function newCall(scope = 'run', runKey = 'run') {
  const key = `call-${call++}`;
  const address = { scope, runKey, iteration: 0 };
  return {
    key,
    scope,
    ask: (ledger: Ledger): Promise<ReserveOutcome> => ledger.reserve(address, key, request),
  };
}

function reservationOf(outcome: ReserveOutcome): Reservation {
  if (outcome.kind !== 'reserved') throw new Error(`It is ${outcome.kind}.`);
  return outcome.reservation;
}

async function sends({ scope, key }: { scope: string; key: string }): Promise<number | undefined> {
  const { rows } = await database.query<{ sends: number }>(
    'select sends from ledger where scope = $1 and call_key = $2',
    [scope, key],
  );
  return rows[0]?.sends;
}

describe('an answered request', () => {
  test('is never reserved again, by whomever', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const call = newCall();
    await one.ledger.settle(reservationOf(await call.ask(one.ledger)), answer);
    expect(await call.ask(one.ledger)).toEqual({ kind: 'answered', answer });
    expect(await call.ask(other.ledger)).toEqual({ kind: 'answered', answer });
    expect(await sends(call)).toBe(1);
  });

  test('keeps its first answer against a second one that comes late', async () => {
    const [stalled, successor] = [await startProcess(), await startProcess()];
    const call = newCall();
    const reservation = reservationOf(await call.ask(stalled.ledger));
    await stalled.ledger.noteSent([reservation]);
    await stalled.holder.stop();
    await successor.ledger.settle(reservationOf(await call.ask(successor.ledger)), answer);
    expect(await stalled.ledger.settle(reservation, { ...answer, text: 'Crow.' })).toEqual(answer);
    expect(await call.ask(successor.ledger)).toEqual({ kind: 'answered', answer });
    expect(await sends(call)).toBe(2);
  });

  test('is answered within its scope alone', async () => {
    const { ledger } = await startProcess();
    const call = newCall('run-a');
    await ledger.settle(reservationOf(await call.ask(ledger)), answer);
    expect(
      (await ledger.reserve({ scope: 'run-b', runKey: 'run-b', iteration: 0 }, call.key, request)).kind,
    ).toBe('reserved');
    expect((await ledger.lookUp('run-a', [call.key, 'unknown'])).size).toBe(1);
  });

  test('keeps all that the endpoint said of it, a refusal and its thinking too', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    const refusal: TeacherAnswer = {
      ...answer,
      text: '',
      finishReason: 'content_filter',
      refusal: 'I cannot.',
      thinking: 'May I?',
      reasoningTokens: 2,
      cachedTokens: 0,
    };
    await ledger.settle(reservationOf(await call.ask(ledger)), refusal);
    expect((await ledger.lookUp(call.scope, [call.key])).get(call.key)).toEqual(refusal);
  });

  test('has its cost where that is known, and none where it is not', async () => {
    const { ledger } = await startProcess();
    const [known, unknown] = [newCall('costs'), newCall('costs')];
    await ledger.settle(reservationOf(await known.ask(ledger)), answer, { cost: picodollarsOf('0.0125') });
    await ledger.settle(reservationOf(await unknown.ask(ledger)), answer);
    const { rows } = await database.query<{ cost: number | null }>(
      "select cost_usd::float8 as cost from ledger where scope = 'costs' order by call_key",
      [],
    );
    expect(rows.map(({ cost }) => cost)).toEqual([0.0125, null]);
  });

  test('is stored whatever its text holds: NUL, half a character, quotes, everything', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    const text = `a\u0000b \ud83d \\u0000 "it's" 🐦 \n\t \\`;
    const stored = await ledger.settle(reservationOf(await call.ask(ledger)), {
      ...answer,
      text,
      refusal: '\u0000',
    });
    expect(stored.text).toBe(`a\ufffdb \ufffd \\u0000 "it's" 🐦 \n\t \\`);
    expect(stored.refusal).toBe('\ufffd');
  });
});

test('a request is reserved whatever its prompt holds: half a character, NUL', async () => {
  const { ledger } = await startProcess();
  const key = `call-${call++}`;
  const asked: TeacherRequest = {
    ...request,
    prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Go on from "\ud83d" and \u0000.' }] },
  };
  await ledger.settle(
    reservationOf(await ledger.reserve({ scope: 'run', runKey: 'run', iteration: 0 }, key, asked)),
    answer,
  );
  const { rows } = await database.query<{ content: string }>(
    `select request #>> '{prompt,messages,0,content}' as content from ledger where call_key = $1`,
    [key],
  );
  expect(rows).toEqual([{ content: 'Go on from "\ufffd" and \ufffd.' }]);
});

describe('a request that is asked twice at once', () => {
  test('is reserved by one; the other gets its answer', async () => {
    const askers = await Promise.all([startProcess(), startProcess()]);
    const call = newCall();
    const outcomes = await Promise.all(askers.map(({ ledger }) => call.ask(ledger)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['held', 'reserved']);
    const first = outcomes.findIndex(({ kind }) => kind === 'reserved');
    const [winner, loser] = first === 0 ? askers : [askers[1], askers[0]];
    await winner.ledger.settle(reservationOf(outcomes[first] ?? { kind: 'held' }), answer);
    expect(await call.ask(loser.ledger)).toEqual({ kind: 'answered', answer });
  });

  test('is reserved once also within one process', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => call.ask(ledger)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['held', 'held', 'held', 'reserved']);
  });
});

test('requests that are looked up at once are each found for what they are', async () => {
  const [one, other] = [await startProcess(), await startProcess()];
  const [answered, held, own, released] = [
    newCall('a scope'),
    newCall('a scope'),
    newCall('b'),
    newCall('b'),
  ];
  await one.ledger.settle(reservationOf(await answered.ask(one.ledger)), answer);
  await held.ask(other.ledger);
  await own.ask(one.ledger);
  await other.ledger.release(reservationOf(await released.ask(other.ledger)));
  const found = await Promise.all(
    [answered, answered, held, own, released, newCall()].map(({ scope, key }) => one.ledger.find(scope, key)),
  );
  const there = { kind: 'answered', answer };
  expect(found).toEqual([there, there, { kind: 'held' }, undefined, undefined, undefined]);
});

describe('a reservation', () => {
  test('is counted as sent once it is, and once, whatever becomes of it; one that is given back unsent is not', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    const reserve = async () => reservationOf(await call.ask(ledger));
    await ledger.releaseUnsent(await reserve());
    expect(await sends(call)).toBe(0);
    const failing = await reserve();
    await ledger.noteSent([failing]);
    await ledger.noteSent([failing]);
    expect(await sends(call)).toBe(1);
    await ledger.release(failing);
    expect(await sends(call)).toBe(1);
    await ledger.release(await reserve());
    expect(await sends(call)).toBe(2);
    const answered = await reserve();
    await ledger.settle(answered, answer);
    await ledger.noteSent([answered]);
    expect(await sends(call)).toBe(3);
  });

  test('of a live process is nobody else’s', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const call = newCall();
    await call.ask(one.ledger);
    expect(await call.ask(other.ledger)).toEqual({ kind: 'held' });
    expect(one.holder.isAlive()).toBe(true);
  });

  test('of a process that renewed no more is free once its lease is over, and not before', async () => {
    const successor = await startProcess();
    const connection = openDatabase(postgres.url, 1);
    const killed = new Holder(connection, 'a process that is killed');
    await killed.start();
    const call = newCall();
    await call.ask(new Ledger(connection, killed));
    await connection.close(); // it can renew nothing from here on
    expect(await call.ask(successor.ledger)).toEqual({ kind: 'held' });
    await database.query(`update holders set expires_at = now() where holder = $1`, [killed.id]);
    expect((await call.ask(successor.ledger)).kind).toBe('reserved');
    await killed.stop().catch(() => undefined);
    expect(killed.isAlive()).toBe(false);
  });

  test('of a process that ended in good order is free at once', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const call = newCall();
    await call.ask(one.ledger);
    await one.holder.stop();
    expect((await call.ask(other.ledger)).kind).toBe('reserved');
  });

  test('that was released is free at once, for others as for its own process', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const call = newCall();
    await one.ledger.release(reservationOf(await call.ask(one.ledger)));
    await other.ledger.release(reservationOf(await call.ask(other.ledger)));
    expect((await call.ask(one.ledger)).kind).toBe('reserved');
  });

  test('that is not held any more cannot be released from under its successor', async () => {
    const [stalled, successor, third] = [await startProcess(), await startProcess(), await startProcess()];
    const call = newCall();
    const reservation = reservationOf(await call.ask(stalled.ledger));
    await stalled.holder.stop();
    await call.ask(successor.ledger);
    await stalled.ledger.release(reservation);
    expect(await call.ask(third.ledger)).toEqual({ kind: 'held' });
  });

  test('whose acknowledgement was lost is not held against its own process for ever', async () => {
    const { holder } = await startProcess();
    const call = newCall();
    await call.ask(new Ledger(database, holder)); // reached the store; the process never heard of it
    expect((await call.ask(new Ledger(database, holder))).kind).toBe('reserved');
  });
});

test('a retried shard finds what it was answered, and nothing of other runs', async () => {
  const { ledger } = await startProcess();
  const buy = async (scope: string, key: string) =>
    ledger.settle(
      reservationOf(await ledger.reserve({ scope, runKey: scope, iteration: 3 }, key, request)),
      answer,
    );
  await buy('r7', 'a');
  await buy('r7', 'b');
  await buy('r8', 'c');
  await ledger.reserve({ scope: 'r7', runKey: 'r7', iteration: 3 }, 'unanswered', request);
  expect([...(await ledger.lookUp('r7', ['a', 'b', 'c', 'unanswered'])).keys()].sort()).toEqual(['a', 'b']);
});

describe('an answer that is none', () => {
  const unusable = {
    raw: '<html>Sign in</html>',
    reason: 'choices: Required',
    requestId: 'req_2',
    promptTokens: 7,
    completionTokens: 1,
  };
  const purchase = { unusable, charge: { cost: picodollarsOf(0.01) }, settles: 'always' as const };
  const kept = async (key: string) => {
    const { rows } = await database.query<{ raw: string; cost: number }>(
      'select raw, cost_usd::float8 as cost from unusable_answers where call_key = $1',
      [key],
    );
    return rows;
  };

  test('is kept and counted, over processes that die, and settles its request the third time', async () => {
    const call = newCall();
    for (let purchases = 1; purchases < mostPurchases; purchases++) {
      const { ledger, holder } = await startProcess();
      const reservation = reservationOf(await call.ask(ledger));
      expect(await ledger.keepUnusable(reservation, purchase)).toEqual({ purchases, settled: undefined });
      await holder.stop(); // as when it dies
    }
    const { ledger } = await startProcess();
    const reservation = reservationOf(await call.ask(ledger));
    const { purchases, settled } = await ledger.keepUnusable(reservation, purchase);
    expect([purchases, settled]).toMatchObject([3, { text: '', unusable: unusable.raw }]);
    expect(settled?.refusal).toContain('<html>Sign in</html>');
    expect(await call.ask((await startProcess()).ledger)).toEqual({ kind: 'answered', answer: settled });
    expect(await kept(call.key)).toEqual(Array(3).fill({ raw: unusable.raw, cost: 0.01 }));
  });

  test('counts once, however often it is written', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    const reservation = reservationOf(await call.ask(ledger));
    for (const _ of [1, 2, 3, 4]) await ledger.keepUnusable(reservation, purchase);
    expect(await kept(call.key)).toHaveLength(1);
  });

  test('settles nothing where the endpoint answered nobody else since, and does where it did', async () => {
    const { ledger } = await startProcess();
    const address = { scope: 'alone', runKey: 'alone', iteration: 0 };
    const buy = async () => {
      const reservation = reservationOf(await ledger.reserve(address, 'alone', request));
      return ledger.keepUnusable(reservation, { ...purchase, settles: 'ifOthersAreAnswered' });
    };
    for (let count = 1; count <= 4; count++) expect((await buy()).settled).toBeUndefined();
    await ledger.settle(reservationOf(await ledger.reserve(address, 'another', request)), answer);
    expect((await buy()).settled).toBeDefined();
  });

  test('never settles what nothing can stand in for', async () => {
    const { ledger } = await startProcess();
    const call = newCall();
    for (let count = 1; count <= 4; count++) {
      const reservation = reservationOf(await call.ask(ledger));
      const { settled } = await ledger.keepUnusable(reservation, { ...purchase, settles: 'never' });
      expect(settled).toBeUndefined();
    }
  });

  test('and an answer too are a defect where the row is gone, and leave nobody waiting for them', async () => {
    const { ledger } = await startProcess();
    for (const store of [
      (reservation: Reservation) => ledger.settle(reservation, answer),
      (reservation: Reservation) => ledger.keepUnusable(reservation, purchase),
    ]) {
      const call = newCall();
      const reservation = reservationOf(await call.ask(ledger));
      await database.query('delete from ledger where call_key = $1', [call.key]);
      const error: unknown = await store(reservation).catch((thrown: unknown) => thrown);
      expect(classifyError(error)).toMatchObject({ kind: 'defect' });
      ledger.forget(reservation);
      expect((await call.ask(ledger)).kind).toBe('reserved');
    }
  });
});

describe('requests that are reserved and settled together', () => {
  test('are stored, but for the one that the store will never take', async () => {
    const { ledger } = await startProcess();
    const calls = Array.from({ length: 60 }, () => newCall('together'));
    const reserved = await Promise.all(calls.map(({ ask }) => ask(ledger)));
    const settled = await Promise.allSettled(
      reserved.map((outcome, index) =>
        ledger.settle(reservationOf(outcome), {
          ...answer,
          text: `Answer ${index}.`,
          completionTokens: index === 7 ? 2 ** 40 : 2,
        }),
      ),
    );
    const failed = settled.flatMap((one, index) => (one.status === 'rejected' ? [[index, one.reason]] : []));
    expect(failed.map(([index]) => index as number)).toEqual([7]);
    expect(classifyError(failed[0]?.[1])).toMatchObject({ kind: 'defect' });
    const stored = await ledger.lookUp(
      'together',
      calls.map(({ key }) => key),
    );
    expect(calls.map(({ key }) => stored.get(key)?.text)).toEqual(
      calls.map((_, index) => (index === 7 ? undefined : `Answer ${index}.`)),
    );
  });

  test('by two processes at once are reserved by one of them each', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const calls = Array.from({ length: 100 }, () => newCall());
    const outcomes = await Promise.all(
      [calls, [...calls].reverse()].map((asked, of) =>
        Promise.all(asked.map(({ ask }) => ask(of === 0 ? one.ledger : other.ledger))),
      ),
    );
    const kinds = outcomes.flat().map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'reserved')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'held')).toHaveLength(100);
  });

  test('cost no more once the ledger has grown, by plans that were kept from when it was empty', async () => {
    const own = await openTestDatabase();
    const connection = openDatabase(own.url, 1);
    try {
      await migrate(connection);
      const holder = new Holder(connection, 'a test');
      await holder.start();
      const ledger = new Ledger(connection, holder);
      const buy = async (): Promise<void> => {
        const call = newCall();
        await ledger.find(call.scope, call.key);
        await ledger.settle(reservationOf(await call.ask(ledger)), answer);
      };
      const scanned = async (): Promise<number> => {
        await connection.query('select pg_stat_force_next_flush()');
        const { rows } = await connection.query<{ read: number }>(
          `select seq_tup_read as read from pg_stat_user_tables where relname = 'ledger'`,
        );
        return rows[0]?.read ?? NaN;
      };
      for (let times = 0; times < 10; times++) await buy();
      await connection.query(
        `insert into ledger (scope, call_key, run_key, iteration, role, endpoint, model, request, state)
         select 'run', 'old-' || n, 'run', 0, 'respond', 'somewhere', 'some-model', '{}', 'reserved' from generate_series(1, 5000) n`,
      );
      const before = await scanned();
      for (let times = 0; times < 10; times++) await buy();
      expect(await scanned()).toBe(before);
      await holder.stop();
    } finally {
      await connection.close();
      await own.stop();
    }
  });
});

test('what was sent and answered is counted as it comes, over processes, releases and answers that are none', async () => {
  const [one, other] = [await startProcess(), await startProcess()];
  const calls = Array.from({ length: 5 }, () => newCall('counted', 'counted'));
  const [first, second, third, fourth] = calls.map(({ key, ask }) => ({ key, ask }));
  await one.ledger.settle(reservationOf(await first!.ask(one.ledger)), answer);
  await one.ledger.release(reservationOf(await second!.ask(one.ledger)));
  await other.ledger.settle(reservationOf(await second!.ask(other.ledger)), answer);
  const late = reservationOf(await third!.ask(other.ledger));
  await other.ledger.settle(late, answer);
  await other.ledger.settle(late, { ...answer, text: 'Late.' });
  const unusable = { raw: '<html>', reason: 'a page', requestId: '', promptTokens: 1, completionTokens: 1 };
  for (let times = 0; times < mostPurchases; times++)
    await one.ledger.keepUnusable(reservationOf(await fourth!.ask(one.ledger)), {
      ...{ unusable, charge: { cost: undefined }, settles: 'always' },
    });
  const { rows } = await database.query(
    `select counts.*, rows.* from
       (select sum(sends) as sent, sum(answered) as answered, sum(prompt_tokens) as prompt, sum(completion_tokens) as completion from call_counts where run_key = 'counted') counts,
       (select sum(sends) as "ofRows", count(*) filter (where state = 'answered') as "answeredOfRows", sum(prompt_tokens) as "promptOfRows",
          sum(completion_tokens) as "completionOfRows" from ledger where run_key = 'counted') rows`,
  );
  const [counts] = rows as Record<string, number>[];
  expect(counts).toMatchObject({
    sent: counts?.['ofRows'],
    answered: counts?.['answeredOfRows'],
    prompt: counts?.['promptOfRows'],
    completion: counts?.['completionOfRows'],
  });
});
