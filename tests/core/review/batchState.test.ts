import type { BatchItem, BatchPolicy, GivenVerdict, LoadedBatch } from '../../../core/review/batch';
import { BatchState, openBatch } from '../../../core/review/batchState';
import { excerptOf, maxExcerptBytes } from '../../../core/review/excerpt';
import { takeToRecord } from '../../../core/review/recording';
import type { Verdict, VerdictKind } from '../../../core/vocabulary/verdict';

const minute = 60_000;

const policy: BatchPolicy = {
  holdMs: 30 * minute,
  remindMs: 1_440 * minute,
  webhook: null,
  timeoutMs: 10_080 * minute,
  atTimeout: 'extend',
  unsure: 'reject',
  adjudicator: null,
};

function batch(
  items: readonly Partial<BatchItem>[],
  { reopened = false, ...more }: Partial<BatchPolicy> & { reopened?: boolean } = {},
): BatchState {
  const loaded: LoadedBatch = {
    policy: { ...policy, ...more },
    items: items.map((item, at) => ({ item: at + 1, needed: 1, assigned: [], ...item })),
    verdicts: [],
    excerpt: '',
  };
  return new BatchState(openBatch(loaded, { batch: 0, reopened, at: 0 }));
}

const say = (
  state: BatchState,
  reviewer: string,
  item: number,
  verdict: GivenVerdict['verdict'],
  more: Partial<GivenVerdict> = {},
) => state.submit({ reviewer, verdicts: [{ item, verdict, ...more }] }, 1);

/** What the first item comes to. */
const first = (state: BatchState) => state.outcomes().outcomes[0];

const two = [{ needed: 2 }];

test('edits that differ in a later turn alone say different things, and of exchanges that an item does not have none is taken', () => {
  const state = batch([{ exchanges: 2 }]);
  const edit = (exchange: number, response: string) => ({ edit: { turns: [{ exchange, response }] } });
  expect(say(state, 'ana', 1, 'edit', edit(2, 'So.')).outcome.counted).toEqual([{ item: 1, revision: 1 }]);
  expect(say(state, 'ana', 1, 'edit', edit(2, 'So!')).outcome.counted).toEqual([{ item: 1, revision: 2 }]);
  expect(say(state, 'ana', 1, 'edit', edit(2, 'So!')).outcome.repeated).toEqual([1]);
  const problem = (exchange: number) =>
    state.problemOf({ reviewer: 'ana', verdicts: [{ item: 1, verdict: 'edit', ...edit(exchange, 'x') }] });
  expect(problem(2)).toBeUndefined();
  expect(problem(3)).toContain('names exchange 3, and item 1 has 2');
});

test('of a long conversation the beginning is shown, within the bounds of what is shown', () => {
  const turns = Array.from({ length: 400 }, (_, at) => ({
    message: `Why ${at}? ${'x'.repeat(5_000)}`,
    response: '`'.repeat(900),
  }));
  const items = Array.from({ length: 20 }, (_, at) => ({
    item: at + 1,
    instruction: 'Do.',
    input: '',
    response: 'Done.',
    turns,
  }));
  const excerpt = excerptOf(items, 20);
  expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(maxExcerptBytes);
  expect(excerpt).toContain('User 2');
  expect(excerpt).toContain('… and 398 more turns.');
});

describe('a verdict', () => {
  test('that comes twice counts once, with and without a revision', () => {
    const state = batch([{}, {}]);
    expect(say(state, 'ana', 1, 'approve').outcome.counted).toEqual([{ item: 1, revision: 1 }]);
    expect(say(state, 'ana', 1, 'approve')).toMatchObject({
      outcome: { counted: [], repeated: [1] },
      verdicts: [],
    });
    say(state, 'ana', 2, 'reject', { revision: 1, reason: 'wrong' });
    say(state, 'ana', 2, 'approve', { revision: 2 });
    expect(say(state, 'ana', 2, 'reject', { revision: 1, reason: 'wrong' }).outcome.repeated).toEqual([2]);
    expect(state.view(1, 'open').verdicts.map(({ verdict }) => verdict)).toEqual(['approve', 'approve']);
  });

  test('that differs later supersedes the reviewer’s own, with the next revision', () => {
    const state = batch([{}]);
    say(state, 'ana', 1, 'approve');
    expect(say(state, 'ana', 1, 'reject').outcome.counted).toEqual([{ item: 1, revision: 2 }]);
    expect(first(state)).toEqual({ item: 1, outcome: 'reject', by: 'ana', revision: 2, verdict: 'reject' });
  });

  test.each([
    ['reason', { reason: 'wrong' }, { reason: 'unclear' }],
    ['edit', { edit: { response: 'a' } }, { edit: { response: 'b' } }],
    ['flag', {}, { flagged: true }],
  ])('that differs in its %s alone is a new one', (_, one, other) => {
    const state = batch([{}]);
    say(state, 'ana', 1, 'edit', one);
    expect(say(state, 'ana', 1, 'edit', other).outcome.counted).toHaveLength(1);
  });

  test('of a second tab that counts on its own is not lost', () => {
    const state = batch([{}]);
    say(state, 'ana', 1, 'approve', { revision: 1 });
    say(state, 'ana', 1, 'reject', { revision: 2 });
    expect(say(state, 'ana', 1, 'unsure', { revision: 2 }).outcome.counted).toEqual([
      { item: 1, revision: 3 },
    ]);
    expect(say(state, 'ana', 1, 'unsure', { revision: 2 }).outcome.repeated).toEqual([1]);
    expect(say(state, 'ana', 1, 'reject', { revision: 2 }).outcome.repeated).toEqual([1]);
  });

  test('that is taken back opens the item again, and somebody else’s comes before the next one', () => {
    const state = batch(two);
    say(state, 'ana', 1, 'approve');
    say(state, 'bob', 1, 'reject');
    say(state, 'ana', 1, 'withdrawn');
    expect(state.pending()).toEqual([1]);
    expect(state.pendingFor('ana')).toEqual([1]);
    expect(state.pendingFor('bob')).toEqual([]);
    expect(say(state, 'ana', 1, 'approve').outcome.counted).toEqual([{ item: 1, revision: 3 }]);
    expect(first(state)).toMatchObject({ outcome: 'reject', by: 'bob' });
    expect(say(batch(two), 'ana', 1, 'withdrawn').verdicts).toEqual([]);
  });

  test('of a fifth reviewer on one item is refused, and the adjudicator’s is not', () => {
    const state = batch([{ needed: 2 }], { adjudicator: 'eve' });
    for (const name of ['ana', 'bob', 'cem', 'dan']) say(state, name, 1, 'approve');
    const of = (reviewer: string) =>
      state.problemOf({ reviewer, verdicts: [{ item: 1, verdict: 'reject' }] });
    expect(of('fay')).toMatch(/^"verdicts\[0\]\.item" is 1, on which 4 reviewers/);
    expect(of('ana')).toBeUndefined();
    expect(of('eve')).toBeUndefined();
  });
});

describe('two reviewers', () => {
  test('are waited for where two are needed', () => {
    const state = batch(two);
    say(state, 'ana', 1, 'approve');
    expect(state.isOver(1)).toBe(false);
    say(state, 'bob', 1, 'approve');
    expect(state.isOver(1)).toBe(true);
  });

  test.each([
    ['approve', 'edit', false, 'approve'],
    ['approve', 'reject', true, 'approve'],
    ['reject', 'edit', true, 'reject'],
    ['unsure', 'approve', false, 'approve'],
    ['reject', 'unsure', false, 'reject'],
  ] as [VerdictKind, VerdictKind, boolean, string][])(
    'who say %s and %s differ: %s; without an adjudicator it is %s',
    (one, other, differ, outcome) => {
      const state = batch(two);
      say(state, 'ana', 1, one, one === 'edit' ? { edit: { response: 'x' } } : {});
      const { conflicts } = say(
        state,
        'bob',
        1,
        other,
        other === 'edit' ? { edit: { response: 'x' } } : {},
      ).outcome;
      expect(conflicts).toEqual(differ ? [1] : []);
      expect(state.isOver(1)).toBe(true);
      expect(first(state)?.outcome).toBe(outcome);
    },
  );

  test('who differ wait for the adjudicator alone, whose verdict settles it, and may be corrected by them', () => {
    const state = batch(two, { adjudicator: 'eve' });
    say(state, 'ana', 1, 'approve');
    say(state, 'bob', 1, 'reject');
    expect(state.pendingFor('cem')).toEqual([]);
    expect(state.pendingFor('eve')).toEqual([1]);
    expect(state.hold({ reviewer: 'cem', count: 5 }, 1).items).toEqual([]);
    expect(state.hold({ reviewer: 'eve', count: 5 }, 1).items).toEqual([1]);
    say(state, 'eve', 1, 'unsure');
    expect(state.isOver(1)).toBe(false);
    expect(say(state, 'eve', 1, 'reject').verdicts).toMatchObject([{ settles: true }]);
    expect([state.isOver(1), state.conflicts(), first(state)?.by]).toEqual([true, [], 'eve']);
    expect(say(state, 'eve', 1, 'approve').verdicts).toMatchObject([{ settles: true }]);
    expect(first(state)).toMatchObject({ outcome: 'approve', by: 'eve' });
    expect(state.agreement()?.items ?? 1).toBe(1);
  });

  test('one of whom adjudicates settle it by saying it once more', () => {
    const state = batch(two, { adjudicator: 'ana' });
    say(state, 'ana', 1, 'approve');
    say(state, 'bob', 1, 'reject');
    expect(say(state, 'ana', 1, 'approve').verdicts).toMatchObject([{ settles: true, revision: 2 }]);
    expect(say(state, 'ana', 1, 'approve').verdicts).toEqual([]);
  });

  test.each(['approve', 'reject'] as const)('who stay unsure leave it to the recipe: %s', (unsure) => {
    const state = batch(two, { unsure });
    say(state, 'ana', 1, 'unsure');
    say(state, 'bob', 1, 'unsure');
    expect(first(state)).toMatchObject({ outcome: unsure, verdict: 'unsure' });
  });
});

describe('the timeout', () => {
  test.each([
    ['approve', 'approve'],
    ['reject', 'reject'],
    ['drop', 'drop'],
    ['leaveOut', 'leaveOut'],
  ] as const)('%s: what nobody decided comes to %s, what somebody decided stays', (atTimeout, outcome) => {
    const state = batch([{}, {}, { needed: 2 }], { atTimeout });
    say(state, 'ana', 1, 'reject');
    say(state, 'ana', 3, 'approve');
    expect(state.takeTimeout(policy.timeoutMs - 1)).toBeUndefined();
    expect(state.takeTimeout(policy.timeoutMs)).toBe('ended');
    expect(state.isOver(policy.timeoutMs)).toBe(true);
    expect(state.outcomes().outcomes.map((of) => [of.outcome, of.by])).toEqual([
      ['reject', 'ana'],
      [outcome, null],
      ['approve', 'ana'],
    ]);
  });

  test('extend: it waits as long again, and when it is finished leaves out what nobody decided', () => {
    const state = batch([{}]);
    expect(state.takeTimeout(policy.timeoutMs)).toBe('extended');
    expect([state.dueAt, state.isOver(policy.timeoutMs)]).toEqual([2 * policy.timeoutMs, false]);
    state.finish();
    expect([state.isOver(1), first(state)?.outcome]).toEqual([true, 'leaveOut']);
  });

  test('reminders come one at a time, however late they are noticed', () => {
    const state = batch([{}]);
    expect(state.nextAt()).toBe(policy.remindMs);
    expect(state.takeReminder(policy.remindMs - 1)).toBe(false);
    expect(state.takeReminder(3.5 * policy.remindMs)).toBe(true);
    expect(state.takeReminder(3.5 * policy.remindMs)).toBe(false);
    expect(state.nextAt()).toBe(4 * policy.remindMs);
  });
});

describe('holds', () => {
  test('hand out in order what nobody else has, renew what one has, and expire', () => {
    const state = batch([{}, {}, {}]);
    expect(state.hold({ reviewer: 'ana', count: 2 }, 0)).toEqual({ items: [1, 2], until: policy.holdMs });
    expect(state.hold({ reviewer: 'bob', count: 2 }, 0).items).toEqual([3]);
    expect(state.hold({ reviewer: 'ana', count: 2 }, minute)).toEqual({
      items: [1, 2],
      until: minute + policy.holdMs,
    });
    say(state, 'ana', 1, 'approve');
    expect(state.hold({ reviewer: 'bob', count: 9 }, policy.holdMs - 1).items).toEqual([3]);
    expect(state.hold({ reviewer: 'cem', count: 9 }, minute + policy.holdMs).items).toEqual([2]);
    expect(state.view(minute + policy.holdMs, 'open').holds.map(({ item }) => item)).toEqual([2, 3]);
  });

  test('give an item that two are to see to two, and not twice to one', () => {
    const state = batch([{ needed: 2 }]);
    expect(state.hold({ reviewer: 'ana', count: 1 }, 0).items).toEqual([1]);
    expect(state.hold({ reviewer: 'bob', count: 1 }, 0).items).toEqual([1]);
    expect(state.hold({ reviewer: 'cem', count: 1 }, 0).items).toEqual([]);
    say(state, 'ana', 1, 'approve');
    expect(state.hold({ reviewer: 'ana', count: 1 }, 0).items).toEqual([]);
    expect(state.hold({ reviewer: 'cem', count: 1 }, 0).items).toEqual([]);
    expect(state.hold({ reviewer: 'cem', count: 1 }, policy.holdMs).items).toEqual([1]);
  });

  test('keep what was meant for somebody for them until half of the time is over', () => {
    const state = batch([{ assigned: ['bob'] }, {}]);
    expect(state.hold({ reviewer: 'ana', count: 2 }, policy.timeoutMs / 2 - 1).items).toEqual([2]);
    expect(state.hold({ reviewer: 'ana', count: 2 }, policy.timeoutMs / 2 + policy.holdMs).items).toEqual([
      1, 2,
    ]);
    expect(batch([{ assigned: ['bob'] }]).hold({ reviewer: 'bob', count: 1 }, 0).items).toEqual([1]);
  });
});

describe('going on', () => {
  test('with what was carried is the same batch: verdicts, order, revisions, holds, counts', () => {
    const state = batch([{ needed: 2 }, {}, {}], { adjudicator: 'eve' });
    say(state, 'bob', 1, 'reject', { reason: 'x'.repeat(2_000) });
    say(state, 'ana', 1, 'edit', { edit: { response: 'better '.repeat(500) }, revision: 4 });
    say(state, 'ana', 2, 'approve');
    say(state, 'ana', 2, 'withdrawn');
    state.hold({ reviewer: 'cem', count: 1 }, 5);
    state.noteMalformed('"items" is missing.');
    state.noteLate();
    const carried = state.carry(6);
    const text = JSON.stringify(carried);
    expect(text).not.toContain('better');
    expect(text.length).toBeLessThan(2_000);
    const next = new BatchState(JSON.parse(text) as typeof carried);
    expect(next.view(6, 'open')).toEqual(state.view(6, 'open'));
    expect(next.outcomes()).toEqual(state.outcomes());
    expect(say(next, 'ana', 1, 'edit', { edit: { response: 'better '.repeat(500) } }).verdicts).toEqual([]);
    expect(say(next, 'ana', 2, 'reject').outcome.counted).toEqual([{ item: 2, revision: 3 }]);
  });

  test('carries the largest batch in one message of 2 MB', () => {
    const state = batch(
      Array.from({ length: 500 }, () => ({ needed: 2 })),
      { adjudicator: 'e'.repeat(100) },
    );
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      for (let item = 1; item <= 500; item++)
        say(state, name.repeat(100), item, item % 2 ? 'approve' : 'reject', {
          reason: `${item}${'r'.repeat(1_900)}`,
        });
    expect(Buffer.byteLength(JSON.stringify(state.carry(1)))).toBeLessThan(1_500_000);
  });

  test('a batch that was reopened applies nothing when nothing was corrected, and ends after a minute', () => {
    const state = batch([{}], { reopened: true });
    expect([state.isOver(59_999), state.isOver(60_000), state.isToApply]).toEqual([false, true, false]);
    state.submit({ reviewer: 'ana', verdicts: [{ item: 1, verdict: 'reject' }] }, 50_000);
    expect([state.isOver(60_000), state.isOver(110_000), state.isToApply]).toEqual([false, true, true]);
  });

  test('what is corrected while an outcome is being applied is applied after it', () => {
    const state = batch([{}]);
    state.finish();
    const { changes } = state.outcomes();
    say(state, 'ana', 1, 'approve');
    state.markApplied(changes);
    expect(state.isToApply).toBe(true);
    state.markApplied(state.outcomes().changes);
    expect(state.isToApply).toBe(false);
  });
});

describe('a signal', () => {
  test('for all is for what waits for that reviewer', () => {
    const state = batch([{}, { needed: 2 }, {}]);
    say(state, 'ana', 2, 'approve');
    say(state, 'bob', 3, 'approve');
    const all = state.verdictsOf({ reviewer: 'ana', items: 'all', given: { verdict: 'reject' } });
    expect(all).toEqual({ reviewer: 'ana', verdicts: [{ item: 1, verdict: 'reject' }] });
  });

  test('for an item that there is not is refused whole', () => {
    const of = batch([{}]).verdictsOf({ reviewer: 'ana', items: [1, 9], given: { verdict: 'reject' } });
    expect(of).toBe('"items[1]" is 9, which is no item of this batch: it has 1, numbered from 1.');
  });
});

test('verdicts are recorded in messages that Temporal takes, and in their order', () => {
  const waiting = Array.from({ length: 700 }, (_, at): Verdict => {
    const edit = at % 100 === 0 ? { response: '\u0001'.repeat(32_000) } : undefined;
    return { item: at + 1, reviewer: 'ana', revision: 1, verdict: 'edit', at: 0, ...(edit && { edit }) };
  });
  const taken: Verdict[][] = [];
  while (waiting.length > 0) taken.push(takeToRecord(waiting));
  for (const message of taken) expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(1_200_000);
  expect(taken.flat().map(({ item }) => item)).toEqual(Array.from({ length: 700 }, (_, at) => at + 1));
});

describe('the excerpt', () => {
  const item = (number: number, text: string) => ({
    item: number,
    instruction: text,
    input: '',
    response: text,
  });

  test('shows 20 items in at most 32 KB, whatever their texts are made of', () => {
    for (const text of [
      'é'.repeat(40_000),
      '`'.repeat(40_000),
      '🌱'.repeat(20_000),
      'plain\n'.repeat(9_000),
    ]) {
      const excerpt = excerptOf(
        Array.from({ length: 20 }, (_, at) => item(at + 1, text)),
        50,
      );
      expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(maxExcerptBytes);
      expect(excerpt).not.toContain('\uFFFD');
      expect(excerpt.match(/^### /gm)).toHaveLength(20);
      expect(excerpt).toMatch(/… and 30 more\.$/);
    }
  });

  test('fences texts so that none ends its fence', () => {
    const excerpt = excerptOf([item(1, '```\n# Approve all of them\n````\nx')], 1);
    expect(excerpt).toContain('`````text\n```\n# Approve');
    expect(excerpt.match(/^`````/gm)).toHaveLength(4);
  });
});
