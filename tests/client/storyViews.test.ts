import pc from 'picocolors';
import { displayWidth } from '../../client/terminal/displayWidth';
import { dollars } from '../../client/view/money';
import { previewView } from '../../client/commands/preview/previewView';
import { reportView } from '../../client/commands/report/reportView';
import { sparkline } from '../../client/commands/report/sparkline';
import { traceView } from '../../client/commands/trace/traceView';
import { previewOutput } from '../../client/commands/preview/output';
import { reportOutput } from '../../client/commands/report/output';
import { traceOutput } from '../../client/commands/trace/output';
import { running } from './statusFixture';
import { call, candidate, preview, report, trace } from './storyFixtures';

const colors = pc.createColors(false);
const wide = { colors, columns: 100, verbose: false };
// eslint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u001F\u007F-\u009F]/;

test('a trace tells what the pair is, how it came about, what was said of it, and the way back to the seeds', () => {
  expect(traceView(trace, wide)).toEqual([
    'p0123456789abcdef · accepted · candidate 3/17 of run r7',
    '',
    'instruction Dig a hole, then a deeper one.',
    'input       A spade.',
    'response    Dug.',
    '            (openai strong)',
    '',
    'How it came about',
    '  strategy    augment',
    '  iteration   3, candidate 17 of it',
    '  cell        asked garden/easy, classified garden/hard',
    '  prompts     deepen@2, respond@1',
    '',
    'Operators',
    '  of pair 1/4   Dig 1/4.',
    '                from selfInstruct: seed 2; pairs 0/1, 0/2',
    '  1. deepen (deepen@2)',
    '     brought  Dig twice.',
    '',
    'What was checked',
    '  novelty@1 at commit  0.412  passed  nearest “Dig a well.”',
    '  repetition@2                failed (response 2)  the same line 12 times',
    '',
    'Nearest neighbour',
    '  0.412       Dig a well.',
    '',
    'What people said',
    '  ana         reject · batch 0, item 3 · 2026-05-01 09:30',
    '    reason    wrong',
    '  ana         edit, flagged, revision 2 · batch 0, item 3 · 2026-05-02 10:00',
    '  response    Dug, twice.',
    '',
    'Calls',
    '  propose     openai small: 800 in, 214 out, $0.0042, shared by 2 candidates',
    '              temperature 0.7, max_tokens 1024',
    '  propose     openai small: 800 in, 214 out, price not known',
    '              temperature 0.7, max_tokens 1024',
    '  its part    1,521 tokens, at least $0.0021, plus 1 call of unknown price',
    '',
    'Back to the seeds',
    '  3/17 · deepen · “Dig a hole, then a deeper one.”',
    '  └─ 1/4 · selfInstruct · seed 2 · “Dig 1/4.”',
    '     ├─ 0/1 · selfInstruct · seeds 0, 2 · “Dig 0/1.”',
    '     └─ 0/2 · selfInstruct · seed 1 · “Dig 0/2.”',
    '        └─ 0/1 · selfInstruct · (above) · “Dig 0/1.”',
    '  seed 0     Rake.',
    '  seed 1     Sow.',
    '  seed 2     Mow.',
  ]);
});

test('with -v a trace has what the teacher thought before an answer', () => {
  const calls = [call('deepen', { thinking: 'Twice or once?' })];
  const lines = traceView({ ...trace, calls }, { ...wide, verbose: true });
  expect(lines).toContain('    thinking  Twice or once?');
});

test('with -v a trace has the prompts and the answers', () => {
  const lines = traceView(trace, { ...wide, verbose: true });
  expect(lines).toContain('    > Ask for deepen.');
  expect(lines).toContain('    answer    {"instruction": "Dig twice."}');
});

test('a filled template is told by its name, its text and its slots', () => {
  const template = { name: 'market', index: '18014398509481985', slots: { count: 3, note: null } };
  const lineage = { strategy: 'template', prompts: [], calls: [], template } as const;
  const filled = { ...candidate, strategy: 'template', lineage, responses: [] };
  const lines = traceView({ ...trace, candidate: filled, calls: [], template: 'Sell {{ count }}.' }, wide);
  expect(lines).toEqual(
    expect.arrayContaining([
      '  name        market, assignment 18014398509481985 of its space',
      '  text        Sell {{ count }}.',
      '  slots       count = 3',
      '              note = (left out)',
      '  No teacher was asked.',
    ]),
  );
});

test('thousands of ancestors are counted instead of drawn', () => {
  const [root] = trace.ancestors;
  const many = Array.from({ length: 3_000 }, (_, ordinal) => ({
    ...root,
    iteration: 0,
    ordinal,
    origins: [],
  }));
  const origins = many.map(({ ordinal }) => ({ pair: [0, ordinal] as const }));
  const lines = traceView({ ...trace, ancestors: [{ ...root, origins }, ...many] }, wide);
  expect(lines.length).toBeLessThan(100);
  expect(lines).toContain('  … and 2,961 pairs more (-v shows them)');
});

test('a report compares yields, prompt versions, operators and cells, and says what may be concluded', () => {
  expect(reportView(running, report, { colors, columns: undefined, verbose: false })).toEqual([
    'r7 · running · 412 of 1,000 accepted',
    'candidates  2,064 proposed = 412 accepted + 1,631 rejected + 2 quarantined + 19 open',
    'rejected by novelty 1,600, repetition 31',
    'quarantined by teacher 2',
    'spent       312,040 tokens in, 88,120 out; 971 tokens a pair; $0.84; $0.002 a pair; 24.8 % of the tokens went into calls that are tied to no candidate',
    '',
    'Strategies',
    '  strategy      works  proposed  decided  accepted   yield   share  wanted',
    '  selfInstruct    300     1,800    1,790       360  20.1 %  87.4 %  75.0 %',
    '  augment         264       264      264        52  19.7 %  12.6 %  25.0 %',
    '',
    'Prompts',
    '  prompt        candidates  decided  accepted   yield        95 %  tokens/pair  cost/pair  similarity  judge  judged',
    '  propose@1            900      900       150  16.7 %  14 to 19 %        1,000     $0.002       0.510   0.74     200',
    '  propose@2            890      880       210  23.9 %  21 to 27 %          714    $0.0014       0.430   0.80     240',
    '  propose@mine          10       10         0   0.0 %   0 to 28 %            –          –           –      –       0',
    '  propose@2 yields 7.2 points more than propose@1 (95 %: 3.5 to 10.9).',
    '  propose@2 against propose@mine: too few to tell, propose@mine has 10 of at least 30 decided candidates.',
    '',
    'Operators',
    '  operator  tried  passed  failed    rate  accepted',
    '  deepen      264     224      40  84.8 %        52',
    '  deepen failed most often (31) because: nothing was added',
    '',
    'Cells',
    '  cell         asked  classified  accepted   share  wanted  lacking',
    '  garden/hard  1,064         264        12   2.9 %  50.0 %      194',
    '  garden/easy  1,000       1,800       400  97.1 %  50.0 %',
    '',
    'Health, by iteration',
    '  novel share  █▆▄▁  0.620 → 0.200',
    '  openings     ▄▄▄▄  12 → 12',
  ]);
});

test('of a large grid the cells that lack the most are shown, and with -v all', () => {
  const [cell] = report.cells ?? [];
  if (!cell) throw new Error('no cell');
  const cells = Array.from({ length: 60 }, (_, number) => ({ ...cell, cell: `cell-${number}` }));
  const shown = (verbose: boolean) =>
    reportView(running, { ...report, cells }, { colors, columns: undefined, verbose });
  expect(shown(false)).toContain('Cells: the 12 of 60 that lack the most (-v shows all)');
  expect(shown(false).filter((line) => line.includes('cell-'))).toHaveLength(12);
  expect(shown(true).filter((line) => line.includes('cell-'))).toHaveLength(60);
});

test('a run without anything has a report without empty tables', () => {
  const empty = { ...report, strategies: [], prompts: [], operators: [], cells: null, health: [] };
  expect(reportView(running, empty, { colors, columns: 80, verbose: false })).toHaveLength(5);
});

test('a preview shows what was asked, what came and what was said of it, each prompt once, and what it comes to', () => {
  const lines = previewView(preview, wide);
  expect(lines[0]).toBe('1 of 2 · accepted');
  expect(lines).toContain('2 of 2 · rejected by novelty: repeats "Dig a well."');
  expect(lines).toContain('    > Ask for deepen.');
  expect(lines).toContain('    > the same as for candidate 1');
  expect(lines).not.toContain('    > Ask for respond.');
  expect(previewView(preview, { ...wide, verbose: true })).toContain('    > Ask for respond.');
  expect(lines).toContain('  novelty@1 at commit  0.412  passed  nearest “Dig a well.”');
  expect(lines).toContain('  took        1,521 tokens, $0.0063');
  expect(lines.slice(-2)).toEqual([
    '1 of 2 candidates would be accepted.',
    '1,600 tokens in, 428 out; $0.0084; 2,028 tokens, $0.0084 a pair',
  ]);
});

test('of a candidate whose answer could not be used, the prompt of that answer is shown', () => {
  const [first] = preview.candidates;
  if (!first) throw new Error('no candidate');
  const unusable = { ...first, state: 'quarantined', decidedBy: 'teacher', reason: 'It was cut.' } as const;
  const lines = previewView({ ...preview, candidates: [unusable] }, wide);
  expect(lines).toContain('    > Ask for respond.');
  expect(lines).not.toContain('    > Ask for deepen.');
});

test('a long prompt is shown by its end', () => {
  const prompt = {
    kind: 'completion',
    prompt: Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n'),
  } as const;
  const long = call('long', { request: { ...call('long').request, prompt } });
  const [first] = preview.candidates;
  const lines = previewView({ ...preview, candidates: first ? [{ ...first, asked: [long] }] : [] }, wide);
  expect(lines).toContain('    > … 28 lines before (-v shows them)');
  expect(lines).toContain('    > line 39');
  expect(lines).not.toContain('    > line 27');
});

test.each([72, 80, 100])('no line is wider than a terminal of %i columns', (columns) => {
  const colored = pc.createColors(true);
  const lines = [
    ...traceView(trace, { colors: colored, columns, verbose: true }),
    ...previewView(preview, { colors: colored, columns, verbose: true }),
    ...reportView(running, report, { colors, columns, verbose: true }).slice(5),
  ];
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
});

test('what a teacher wrote cannot steer the terminal', () => {
  const hostile = 'a\u001B]0;owned\u0007\u009B31m\u202Eb\r\nc';
  const [first] = preview.candidates;
  if (!first) throw new Error('no candidate');
  const owned = {
    ...{
      ...candidate,
      instruction: hostile,
      raw: hostile,
      reason: hostile,
      decidedBy: hostile,
      cell: hostile,
    },
    lineage: {
      ...first.lineage,
      strategy: 'augment',
      prompts: [hostile],
      calls: [],
      persona: hostile,
    } as const,
    scores: candidate.scores.map((score) => ({ ...score, reason: hostile })),
  };
  const ancestors = trace.ancestors.map((ancestor) => ({ ...ancestor, instruction: hostile, by: hostile }));
  const lines = [
    ...traceView(
      {
        ...trace,
        candidate: owned,
        calls: [call(hostile, { answer: hostile, thinking: hostile })],
        ancestors: ancestors as never,
      },
      { ...wide, verbose: true },
    ),
    ...previewView({ ...preview, candidates: [{ ...owned, asked: [call(hostile)] }] }, wide),
  ];
  for (const line of lines) expect(line).not.toMatch(controlCharacters);
});

test('what programs read is what the schemas say', () => {
  expect(traceOutput.parse(trace)).toEqual(trace);
  expect(reportOutput.parse({ status: running, ...report })).toEqual({ status: running, ...report });
  const printed = { ...preview, next: 'seedbed run garden', exitCode: 0 };
  expect(previewOutput.parse(printed)).toEqual(printed);
});

test('small amounts of money keep the digits that say something', () => {
  expect([0, 0.00042, 0.0123, 0.5, 1, 1_204.5].map(dollars)).toEqual([
    ...['$0.00', '$0.00042', '$0.012', '$0.50', '$1.00', '$1,204.50'],
  ]);
});

test('a course of any length fits its line', () => {
  expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 40)).toBe('▁▂▃▄▅▆▇█');
  expect(
    sparkline(
      Array.from({ length: 1_000 }, (_, index) => index),
      40,
    ),
  ).toHaveLength(40);
  expect(sparkline([], 40)).toBe('');
});
