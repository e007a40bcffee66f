import { PassThrough } from 'node:stream';
import pc from 'picocolors';
import type { Edit } from '../../../../core/vocabulary/verdict';
import { reviewInTerminal, type TerminalReviewEnd } from '../../../../client/commands/review/terminalReview';
import { MemoryDesk, reviewItem } from '../../../support/memoryDesk';

const plain = pc.createColors(false);
const three = [1, 2, 3].map((item) => reviewItem(item));

interface Seat {
  press(...keys: string[]): Promise<void>;
  /** What is on the screen. */
  shown(): string;
  written(): string;
  readonly end: Promise<TerminalReviewEnd>;
  readonly interrupt: AbortController;
  readonly rawModes: boolean[];
}

/** Somebody at a terminal, who takes a second for each key. */
async function sit(
  desk: MemoryDesk,
  {
    reviewer = 'ana',
    assisted = false,
    following = 0,
    rows = 24,
    edit = () => Promise.resolve(undefined as Edit | undefined),
  } = {},
): Promise<Seat> {
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => rawModes.push(on) });
  let text = '';
  const output = Object.assign(new PassThrough(), {
    ...{ columns: 80, rows },
    write: (piece: string) => (text += piece) !== '',
  });
  let clock = 0;
  const interrupt = new AbortController();
  const end = reviewInTerminal({
    ...{
      desk,
      batch: desk.batch,
      reviewer,
      assisted,
      following,
      edit,
      colors: plain,
      signal: interrupt.signal,
    },
    input: input as never,
    output: output as never,
    now: () => clock,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
  };
  await settle();
  return {
    end,
    interrupt,
    rawModes,
    written: () => text,
    shown: () => text.slice(text.lastIndexOf('\u001B[H')).replace(/\u001B\[[?0-9;]*[A-Za-z]/g, ''), // eslint-disable-line no-control-regex
    press: async (...keys) => {
      for (const key of keys) {
        clock += 1_000;
        input.write(key);
        await settle();
      }
    },
  };
}

const verdictsOf = async (desk: MemoryDesk) =>
  (await desk.view()).verdicts.map(({ item, verdict, reason }) => [
    item,
    verdict,
    ...(reason ? [reason] : []),
  ]);

test('a claim in doubt is shown with its passage before the verdict, and with no score', async () => {
  const passage = { source: 'bridges.md › Saltmarsh', text: 'The bridge opened in March 1912.' };
  const claims = [{ claim: 'Thing 1 is done.', passage, sentence: passage.text }];
  const seat = await sit(new MemoryDesk([reviewItem(1, { cases: [{ about: 'claims', claims }] })]), {
    rows: 40,
  });
  expect(seat.shown()).toContain('1. “Thing 1 is done.”');
  expect(seat.shown()).toContain('bridges.md › Saltmarsh');
  expect(seat.shown()).toContain('│ The bridge opened in March 1912.');
  expect(seat.shown()).not.toMatch(/failed|score|grounded/);
  await seat.press('q');
});

test('each key does what it says, and every verdict is with the batch when the terminal is left', async () => {
  const desk = new MemoryDesk([...three, reviewItem(4)]);
  const seat = await sit(desk);
  expect(seat.shown()).toContain('1 of 4 · garden batch 0 · ana');
  await seat.press('a', 'x', '\r', 'x', '3', ' ');
  expect(await verdictsOf(desk)).toEqual([
    [1, 'approve'],
    [2, 'reject'],
    [3, 'reject', 'irrelevant'],
    [4, 'unsure'],
  ]);
  expect(seat.shown()).toContain('All that waits for you in batch 0 is decided. u takes back, q leaves.');
  await seat.press('q');
  expect(await seat.end).toMatchObject({ how: 'finished', decided: 4, items: 4, unsent: [], trouble: '' });
});

test.each([
  ['\r', 'finished'],
  ['q', 'left'],
])('at the end of a batch with others after it, %j means that it is %s', async (key, how) => {
  const seat = await sit(new MemoryDesk([reviewItem(1)]), { following: 12 });
  await seat.press('\r', 'a');
  expect(seat.shown()).toContain('All that waits for you in batch 0 is decided. q leaves, Enter: 12 more.');
  await seat.press(key);
  expect(await seat.end).toMatchObject({ how, decided: 1 });
});

test('a reason is a number, own words or nothing; Esc decides nothing', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  await seat.press('x');
  expect(seat.shown()).toContain('Why? 1 wrong');
  await seat.press('a', '\u001B');
  while (seat.shown().includes('Why?')) await new Promise(setImmediate); // an escape alone is told from an arrow by time
  expect(await verdictsOf(desk)).toEqual([]);
  await seat.press('x', '7', ...'too quiet', '\u007F', '\r');
  expect(await verdictsOf(desk)).toEqual([[1, 'reject', 'too quie']]);
});

test('undo takes back one step after the other, also a correction, and nothing is lost by it', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  await seat.press('a', 'x', '\r', '\u001B[D', '\u001B[D', 'x', '\r'); // back to the first, which is rejected after all
  expect(await verdictsOf(desk)).toEqual([
    [1, 'reject'],
    [2, 'reject'],
  ]);
  await seat.press('u');
  expect(await verdictsOf(desk)).toEqual([
    [1, 'approve'],
    [2, 'reject'],
  ]);
  await seat.press('\u007F');
  expect(await verdictsOf(desk)).toEqual([[1, 'approve']]);
  expect(seat.shown()).toContain('2 of 3');
  await seat.press('u', 'u');
  expect(await verdictsOf(desk)).toEqual([]);
  expect(seat.shown()).toContain('There is nothing to take back.');
});

test('a mark goes with the verdict, and is sent anew where there is one', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  await seat.press('f', 'a', '\u001B[D', 'f');
  const [verdict] = (await desk.view()).verdicts;
  expect(verdict).toMatchObject({ item: 1, verdict: 'approve', revision: 2 });
  expect(verdict?.flagged).toBeUndefined();
});

test('what the machine thought is a secret until the first verdict', async () => {
  const seat = await sit(new MemoryDesk(three));
  await seat.press('i');
  expect(seat.shown()).toContain('Decide first');
  expect(seat.written()).not.toContain('too short');
  await seat.press('a', '\u001B[D', 'i');
  expect(seat.shown()).toContain('failed   0.400  judge: too short');
});

test('with --assisted the scores come first, and the verdict says so', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk, { assisted: true });
  expect(seat.shown()).toContain('judge: too short');
  await seat.press('a');
  expect(desk.verdicts).toMatchObject([{ item: 1, verdict: 'approve', assisted: true, seconds: 1 }]);
});

test('an edit sends the parts that were changed; one that changes nothing sends nothing', async () => {
  const desk = new MemoryDesk(three);
  const edits: (Edit | undefined)[] = [undefined, { response: 'Better.' }];
  const seat = await sit(desk, { edit: () => Promise.resolve(edits.shift()) });
  await seat.press('e');
  expect(seat.shown()).toContain('Nothing was changed.');
  await seat.press('e');
  expect(await verdictsOf(desk)).toEqual([[1, 'edit']]);
  expect(seat.rawModes).toEqual([true, false, true, false, true]); // the editor has the terminal as it was
});

test('a held key decides one card, not all of them', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  await seat.press('aaaa');
  expect(await verdictsOf(desk)).toEqual([[1, 'approve']]);
});

test('verdicts wait while nobody answers, and count once when somebody does', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  desk.isUp = false;
  await seat.press('a');
  expect(seat.shown()).toContain('saving 1');
  expect(seat.shown()).toContain('1 verdict not saved yet: No worker answers.');
  desk.isUp = true;
  await seat.press('q');
  expect(await seat.end).toMatchObject({ how: 'left', unsent: [] });
  expect(await verdictsOf(desk)).toEqual([[1, 'approve']]);
});

test('Ctrl-C gives the terminal back; a second one goes at once and says what is not saved', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  desk.isUp = false;
  await seat.press('x', '\r', '\u0003', '\u0003');
  expect(await seat.end).toMatchObject({
    ...{ how: 'interrupted', trouble: 'No worker answers.' },
    unsent: [{ item: 1, verdict: 'reject' }],
  });
  expect(seat.rawModes.at(-1)).toBe(false);
  expect(seat.written().endsWith('\u001B[?25h\u001B[?1049l')).toBe(true);
});

test('a refused verdict is not taken for one, and the reason is shown', async () => {
  const desk = new MemoryDesk([reviewItem(1)], { adjudicator: 'zoe' });
  const reviewers = ['ben', 'cas', 'dan', 'eve', 'fay'];
  for (const [index, reviewer] of reviewers.entries()) {
    const verdict = index % 2 === 0 ? 'approve' : 'reject';
    await desk
      .submit(desk.batch, { reviewer, verdicts: [{ item: 1, verdict }] }, reviewer)
      .catch(() => undefined);
  }
  const seat = await sit(desk);
  await seat.press('a');
  expect(seat.shown()).toContain('0 decided');
  expect(seat.shown()).toContain('Item 1: ');
});

test('a pair steers no terminal, keeps its indentation, and scrolls where it is too long', async () => {
  const response = `def f(x):\n    return x\n\u001B]0;owned\u0007${'word '.repeat(40)}\n${'line\n'.repeat(60)}the end`;
  const seat = await sit(new MemoryDesk([reviewItem(1, { response })]), { rows: 16 });
  expect(seat.written()).not.toContain('\u001B]0');
  expect(seat.shown()).toContain('\u0020   return x');
  expect(seat.shown()).toMatch(/↓ \d+ lines more/);
  await seat.press(...Array.from({ length: 80 }, () => '\u001B[B'));
  expect(seat.shown()).toContain('the end');
  for (const line of seat.shown().split('\r\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('help is shown and gone with any key, which decides nothing', async () => {
  const desk = new MemoryDesk(three);
  const seat = await sit(desk);
  await seat.press('?');
  expect(seat.shown()).toContain('3  irrelevant');
  await seat.press('a');
  expect(await verdictsOf(desk)).toEqual([]);
});

test('the terminal is not touched where nobody answers', async () => {
  const desk = new MemoryDesk(three);
  desk.isUp = false;
  const write = jest.fn();
  const given = { desk, batch: desk.batch, reviewer: 'ana', assisted: false, following: 0, colors: plain };
  const end = reviewInTerminal({
    ...given,
    ...{
      input: new PassThrough() as never,
      output: { write } as never,
      signal: new AbortController().signal,
    },
    edit: () => Promise.resolve(undefined),
  });
  await expect(end).rejects.toThrow('No worker answers.');
  expect(write).not.toHaveBeenCalled();
});

test('a conversation is shown by who speaks, and an edit of a later answer stands where it belongs', async () => {
  const turns = [{ message: 'And in winter?', response: 'They sleep.' }];
  const desk = new MemoryDesk([reviewItem(1, { turns }), reviewItem(2)]);
  const edit = () => Promise.resolve<Edit>({ turns: [{ exchange: 2, response: 'They keep warm.' }] });
  const seat = await sit(desk, { edit, rows: 30 });
  expect(seat.shown()).toMatch(
    /User 1\s+Do thing 1\.\s+Assistant 1\s+Thing 1 is done\.\s+User 2\s+And in winter\?\s+Assistant 2\s+They sleep\./,
  );
  await seat.press('e', '\u001B[D');
  expect(seat.shown()).toMatch(/Assistant 2 \(your edit\)\s+They keep warm\./);
  expect(desk.standing()[0]?.edit).toEqual({ turns: [{ exchange: 2, response: 'They keep warm.' }] });
  await seat.press('q');
  await seat.end;
});

test('a pair stands beside its task said of another group, words that differ marked, and what machines measured follows the verdict', async () => {
  const shown = reviewItem(1, {
    ...{ instruction: 'Help my sister write to her boss.', response: 'Dear boss, I am sorry.' },
    ...{ drawnBy: 'counterfactual' },
    cases: [
      {
        ...{ about: 'counterfactual', attribute: 'gender', from: 'woman', to: 'man' },
        changed: {
          ...{ instruction: 'Help my brother write to his boss.', input: '' },
          response: 'To whom it may concern: the matter that we spoke about last week needs a decision.',
        },
      },
    ],
  });
  const desk = new MemoryDesk([shown, reviewItem(2)]);
  const seat = await sit(desk, { rows: 30 });
  expect(seat.shown()).toContain('Help my ‹sister› write to ‹her›');
  expect(seat.shown()).toMatch(/instruction, woman, 7 words +│ instruction, man, 7 words/);
  // These have little in common: marks would tell nothing.
  expect(seat.shown()).toMatch(/Dear boss, I am sorry\. +│ To whom it may concern/);
  expect(seat.shown()).toContain('Are both treated alike?');
  expect(seat.shown()).not.toContain('judge');
  await seat.press('x', '\r', 'q');
  expect(await verdictsOf(desk)).toEqual([[1, 'reject']]);
  await seat.end;
});
