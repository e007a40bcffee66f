import { isNews, readTroubles, Troubles, type Trouble } from '../../../../core/foundations/failure/troubles';

const of = (part: string, what = 'screenPairs of iteration 3') => ({ runKey: 'run@1', what, part });
const seconds = (count: number): number => Date.parse('2026-01-05T10:00:00Z') + count * 1_000;
const failedAt = (count: number) => ({ message: `away at ${count}`, now: seconds(count) });

test('what passes within half a minute is no news', () => {
  const troubles = new Troubles();
  troubles.failed(of('a'), failedAt(0));
  troubles.failed(of('a'), failedAt(29));
  expect(troubles.shown(seconds(29)).size).toBe(0);
});

test('what lasts is shown: what, how often, since when, and what was said last', () => {
  const troubles = new Troubles();
  for (const second of [0, 10, 20, 30]) troubles.failed(of('a'), failedAt(second));
  expect(troubles.shown(seconds(30)).get('run@1')).toEqual([
    {
      what: 'screenPairs of iteration 3',
      message: 'away at 30',
      times: 4,
      since: '2026-01-05T10:00:00.000Z',
      lastAt: '2026-01-05T10:00:30.000Z',
    },
  ]);
});

test('shards that fail alike are one trouble, which is over when the last of them is', () => {
  const troubles = new Troubles();
  for (const part of ['a', 'b']) troubles.failed(of(part), failedAt(0));
  troubles.over(of('a'));
  expect(troubles.shown(seconds(40)).get('run@1')).toHaveLength(1);
  troubles.over(of('b'));
  expect(troubles.shown(seconds(40)).size).toBe(0);
});

test('a failure is forgotten a minute after it was to be tried again, since another worker may have done it', () => {
  const troubles = new Troubles();
  troubles.failed(of('a'), { ...failedAt(0), againIn: 30_000 });
  expect(troubles.shown(seconds(89)).size).toBe(1);
  expect(troubles.shown(seconds(90)).size).toBe(0);
  troubles.failed(of('a'), failedAt(100));
  expect(troubles.shown(seconds(129)).size).toBe(0); // it begins anew
});

test('what began elsewhere began then', () => {
  const troubles = new Troubles();
  troubles.failed(of('a'), { ...failedAt(50), since: seconds(0) });
  expect(troubles.shown(seconds(50)).get('run@1')).toMatchObject([{ since: '2026-01-05T10:00:00.000Z' }]);
});

test('where nothing else came it is shown after two seconds', () => {
  const troubles = new Troubles();
  troubles.failed(of('a'), { ...failedAt(0), isAllThereIs: true });
  expect(troubles.shown(seconds(1)).size).toBe(0);
  expect(troubles.shown(seconds(2)).size).toBe(1);
});

describe('what failed last', () => {
  const endpoint = { ...of('m', 'endpoint "x"'), isRemembered: true };

  test('is handed on with how often and since when, and that it is over', () => {
    const troubles = new Troubles();
    for (const second of [0, 5, 10]) troubles.failed(endpoint, failedAt(second));
    expect(troubles.takeNotes()).toMatchObject([
      { model: 'm', message: 'away at 10', times: 3, since: '2026-01-05T10:00:00.000Z', isOver: false },
    ]);
    troubles.over(endpoint);
    troubles.over(endpoint);
    expect(troubles.takeNotes()).toMatchObject([{ times: 0, isOver: true }]);
    expect(troubles.takeNotes()).toEqual([]);
  });

  test('is counted anew where it was over in between, and lost to nobody who could not pass it on', () => {
    const troubles = new Troubles();
    troubles.failed(endpoint, failedAt(0));
    troubles.over(endpoint);
    troubles.failed(endpoint, failedAt(5));
    const notes = troubles.takeNotes();
    expect(notes).toMatchObject([{ times: 1, isNew: true, isOver: false }]);
    troubles.stopped(endpoint, failedAt(6));
    troubles.handBack(notes);
    expect(troubles.takeNotes()).toMatchObject([{ times: 2, isNew: true, message: 'away at 6' }]);
  });
});

test('a run is told of what is new and what is over, and else ever more seldom', () => {
  const trouble = (what: string): Trouble => ({
    ...{ what, message: '', times: 1 },
    since: new Date(seconds(0)).toISOString(),
    lastAt: new Date(seconds(0)).toISOString(),
  });
  const told = { troubles: [trouble('a')], at: seconds(30) };
  expect(isNews([trouble('a')], told, seconds(59))).toBe(false);
  expect(isNews([trouble('a')], told, seconds(60))).toBe(true);
  expect(isNews([trouble('b')], told, seconds(31))).toBe(true);
  expect(isNews([], told, seconds(31))).toBe(true);
  expect(isNews([], { troubles: [], at: seconds(0) }, seconds(31))).toBe(false);
});

test.each([
  undefined,
  null,
  'x',
  7,
  [],
  {},
  { worker: 1, troubles: 'x' },
  { troubles: [null, 3, { what: 'a' }] },
])('a signal that is no trouble harms nobody: %j', (payload) => {
  expect(readTroubles(payload).troubles).toEqual([]);
});
