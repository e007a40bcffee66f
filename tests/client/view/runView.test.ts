import pc from 'picocolors';
import { displayWidth, printable, truncate, wrap } from '../../../client/terminal/displayWidth';
import { Pace } from '../../../client/view/pace';
import { pairView } from '../../../client/commands/demo/pairView';
import { troubleOfWorkflow } from '../../../client/runs/runOutcome';
import { runChanges } from '../../../client/view/runChanges';
import { runSummary } from '../../../client/view/runSummary';
import { runTable } from '../../../client/commands/list/runTable';
import { runView, type RunViewOptions } from '../../../client/view/runView';
import { funnelWords } from '../../../client/view/runWords';
import { LinePresenter } from '../../../client/runs/presenter';
import { now, running } from '../statusFixture';

const plain = pc.createColors(false);
const options: RunViewOptions = {
  columns: 100,
  colors: plain,
  now,
  perMinute: 206,
  timeLeft: 171_000,
  newest: 'Write a line\nabout the \u001B[31msea.',
};
// eslint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u001F\u007F-\u009F]/;

test('the live view says stage, progress, pace, funnel, teacher, tokens, waits and the newest pair', () => {
  expect(runView(running, options)).toEqual([
    'r7 · running · iteration 3 respond, 4 propose · 2 min',
    '████████████░░░░░░░░░░░░░░░░░░  412 of 1,000 accepted · 206 a minute, 2 min 51 s left',
    'candidates  2,064 proposed = 412 accepted + 1,631 rejected + 2 quarantined + 19 open',
    'rejected by novelty 1,600, repetition 31',
    'quarantined by teacher 2',
    'teacher     openai gpt-4o-mini: 8 of 64 in flight, 12 waiting',
    'tokens      312,040 in, 88,120 out; 2,212 of 2,220 requests answered, 3 asked twice, 1 paid twice',
    'cost        $0.84, about $2.05 at the target',
    'waiting     openai asked us to wait 12 s',
    'newest      “Write a line about the [31msea.”',
  ]);
  expect(runSummary(running, plain, now)).toContain('quarantined by teacher 2');
});

test('a run that a model on this machine reads for says which filter reads what, and how far it is, wherever a run is shown', () => {
  const screening = { filter: 'fluency', reads: 'pair', done: 37, of: 84 } as const;
  const reading = {
    ...running,
    iterations: { committed: 3, open: [{ iteration: 3, stage: 'respond', screening }] },
  };
  const words = 'iteration 3, fluency: 37 of 84 responses read';
  expect(runView(reading, options)).toContain(`screening   ${words}`);
  expect(runSummary(reading, plain, now)).toContain(`screening   ${words}`);
  expect(runChanges(undefined, reading, now)[0]).toContain(words);
});

test('the time of an extended run leaves out what lay between its end and the extension', () => {
  const day = 24 * 60 * 60 * 1_000;
  const earlier = new Date(now - 3 * day).toISOString();
  const extended = {
    ...running,
    startedAt: new Date(now - 3 * day - 5 * 60_000).toISOString(),
    earlierEnds: [
      {
        ...{ state: 'completed' as const, accepted: 400, target: 400 },
        ...{ endedAt: earlier, extendedAt: new Date(now - 60_000).toISOString() },
      },
    ],
  };
  expect(runView(extended, options)[0]).toBe('r7 · running · iteration 3 respond, 4 propose · 6 min');
  expect(runSummary(extended, plain, now).join('\n')).toContain(
    `time        6 min, since ${extended.startedAt}`,
  );
});

const away = {
  what: 'endpoint "openai"',
  message: 'Nothing listens at its address.',
  times: 48,
  since: '2026-01-05T09:58:00.000Z',
  lastAt: '2026-01-05T10:01:59.000Z',
};

test('what is away and tried again is shown: what, how often, for how long; and that it is over', () => {
  const trying = 'endpoint "openai" failed 48 times in 4 min: Nothing listens at its address.';
  const failing = { ...running, troubles: [away] };
  expect(runView(failing, options)).toContain(`trying      ${trying}`);
  expect(runSummary(failing, plain, now)).toContain(`trying      ${trying}`);
  expect(runChanges(running, failing, now)).toEqual([`r7: ${trying}`]);
  expect(runChanges(failing, failing, now)).toEqual([]);
  expect(runChanges(failing, running, now)).toEqual(['r7: endpoint "openai" no longer fails']);
});

test.each([
  [{ attempt: 1, isStarted: false, scheduledAt: now - 20_000 }, undefined],
  [{ attempt: 1, isStarted: true, scheduledAt: now - 40_000 }, undefined],
  [{ attempt: 1, isStarted: false, scheduledAt: now - 40_000 }, /^No worker has taken it up/],
  [{ attempt: 7, isStarted: true, scheduledAt: now - 40_000 }, /which is a defect of Seedbed/],
])('a run that nobody works on, or whose workflow fails, is not just running: %j', (task, words) => {
  const [trouble] = troubleOfWorkflow(task, now);
  if (words) expect(trouble?.message).toMatch(words);
  else expect(trouble).toBeUndefined();
});

test.each([20, 33, 40, 59, 60, 80, 200])(
  'no line is wider than a terminal of %i columns, with colours or without',
  (columns) => {
    for (const colors of [plain, pc.createColors(true)]) {
      const wide = { ...running, name: 'データ集'.repeat(8), detail: '数'.repeat(90) };
      for (const line of runView(wide, { ...options, columns, colors, newest: '指示を書く🙂'.repeat(20) })) {
        expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  },
);

test('what a teacher wrote cannot steer the terminal', () => {
  const hostile = 'a\u001B]0;owned\u0007\u009B31m\u202Eb\r\nc';
  expect(printable(hostile)).not.toMatch(controlCharacters);
  const pair = {
    ...{ iteration: 0, ordinal: 0, strategy: 'selfInstruct', classification: false, novelty: null },
    ...{ family: null, askedCell: null, cell: null },
    lineage: { strategy: 'selfInstruct', prompts: [], calls: [] } as const,
    instruction: hostile,
    instances: [{ input: hostile, response: hostile, call: 'x', teacher: null, prompts: [] }] as const,
  };
  for (const line of pairView(pair, 1, plain, 80)) expect(line).not.toMatch(controlCharacters);
  const status = { ...running, name: hostile, detail: hostile };
  const lines = [
    ...runView(status, { ...options, newest: hostile }),
    ...runSummary(status, plain, now),
    ...runTable([status], plain, 80),
  ];
  for (const line of lines) expect(line).not.toMatch(controlCharacters);
});

test('text is measured in columns and cut between characters', () => {
  expect(displayWidth('日本語')).toBe(6);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('👩‍👩‍👧')).toBe(2);
  expect(truncate('日本語', 5)).toBe('日本…');
  expect(truncate('short', 5)).toBe('short');
  expect(wrap('one two three\nfour', 8)).toEqual(['one two', 'three', 'four']);
});

test('a funnel that does not add up is shown as such', () => {
  expect(funnelWords(running.funnel)).toContain('2,064 proposed = 412 accepted');
  expect(funnelWords({ ...running.funnel, proposed: 3_000 })).toContain('≠');
});

test('a pipe gets one line a change, nothing when nothing changed, a heartbeat after a minute, and no escape codes', () => {
  let clock = now;
  const lines: string[] = [];
  const presenter = new LinePresenter(
    (line) => lines.push(line),
    () => clock,
  );
  presenter.show(running);
  presenter.show({ ...running, teacher: { ...running.teacher, answered: 2_213 } });
  expect(lines).toHaveLength(1);
  clock += 60_000;
  presenter.show(running);
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toMatch(controlCharacters);
});

test('a pipe is told of commits, of pauses with their reason, and of waits', () => {
  const committed = { ...running, iterations: { committed: 5, open: [] } };
  expect(runChanges(running, committed, now)).toEqual([
    'r7: iterations 3 to 4 committed, 412 of 1,000 accepted, 2,064 proposed = 412 accepted + 1,631 rejected + 2 quarantined + 19 open',
  ]);
  expect(runChanges(running, { ...running, state: 'paused', detail: 'no credit' }, now)).toEqual([
    'r7: paused: no credit',
  ]);
  const unhindered = { ...running, teacher: { ...running.teacher, now: [] } };
  expect(runChanges(unhindered, running, now)).toEqual(['r7: openai asked us to wait 12 s']);
  expect(runChanges(unhindered, running, now + 11_900)).toEqual([]); // no wait of 0 s
});

test('a table in a pipe is complete, on a terminal it fits', () => {
  const long = { ...running, detail: 'x'.repeat(200) };
  expect(runTable([long], plain, undefined)[1]).toContain('x'.repeat(200));
  for (const line of runTable([long], plain, 80)) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});

test('the pace is that of the last ten minutes, and unknown before the second commit', () => {
  const pace = new Pace();
  pace.note(0, 0);
  expect(pace.perMinute(30_000)).toBeUndefined();
  pace.note(60_000, 20);
  expect(pace.perMinute(60_000)).toBe(20);
  pace.note(120_000, 40);
  expect(pace.timeLeft(120_000, 100)).toBe(180_000);
  expect(pace.perMinute(150_000)).toBe(20); // between two commits it does not sag
  expect(pace.perMinute(600_000)).toBeLessThan(10); // an overdue one does
});
