import { runReport, type PromptCount, type RunCounts } from '../../../../core/run/report/runReport';

const version = (prompt: string, decided: number, accepted: number): PromptCount => ({
  ...{
    prompt,
    proposed: decided,
    decided,
    accepted,
    tokens: decided * 100,
    cost: decided * 0.01,
    unpriced: 0,
  },
  ...{ similarity: 0.4, judged: 0, quality: null },
});

const counts = (more: Partial<RunCounts>): RunCounts => ({
  ...{ strategies: [], prompts: [], operators: [], cells: [], health: [] },
  spent: { promptTokens: 900, completionTokens: 100, cost: 0.5, unpriced: 0, attributedTokens: 1_000 },
  ...more,
});

const compared = (...prompts: PromptCount[]) =>
  runReport(counts({ prompts }), {}, undefined).prompts[0]?.comparisons;

test('two versions differ only where chance does not explain it', () => {
  expect(compared(version('propose@1', 1_000, 300), version('propose@2', 1_000, 400))).toMatchObject([
    { better: 'propose@2', other: 'propose@1', finding: 'differ' },
  ]);
  expect(compared(version('propose@1', 100, 30), version('propose@2', 100, 36))).toMatchObject([
    { finding: 'chance' },
  ]);
});

test('of few candidates nothing is concluded, however far they are apart', () => {
  expect(compared(version('propose@1', 29, 0), version('propose@2', 1_000, 1_000))).toMatchObject([
    { finding: 'tooFew' },
  ]);
  expect(compared(version('propose@1', 10, 5))).toEqual([]);
});

test('everything that was spent on the candidates of a version counts for its accepted pairs', () => {
  const { prompts } = runReport(
    counts({
      prompts: [version('propose@10', 50, 0), version('propose@2', 50, 10), version('respond@1', 20, 10)],
    }),
    {},
    undefined,
  );
  expect(prompts.map(({ name, versions }) => [name, versions.map(({ version: number }) => number)])).toEqual([
    ['propose', ['2', '10']],
    ['respond', ['1']],
  ]);
  expect(prompts[0]?.versions[0]).toMatchObject({
    yield: 0.2,
    tokensPerAccepted: 500,
    costPerAccepted: 0.05,
  });
  expect(prompts[0]?.versions[1]).toMatchObject({ yield: 0, tokensPerAccepted: null, costPerAccepted: null });
});

test('a strategy is held against its share of accepted pairs, also when it brought nothing yet', () => {
  const strategies = [{ strategy: 'template', works: 40, proposed: 40, decided: 40, accepted: 30 }];
  expect(
    runReport(counts({ strategies }), { selfInstruct: 1, template: 1, augment: 0 }, undefined),
  ).toMatchObject({
    strategies: [
      { strategy: 'template', yield: 0.75, share: 1, wanted: 0.5 },
      { strategy: 'selfInstruct', works: 0, yield: null, share: 0, wanted: 0.5 },
    ],
    spent: { tokensPerAccepted: 1_000 / 30, costPerAccepted: 0.5 / 30 },
  });
});

test('cells are held against their weights by what they were classified into, the worst shortfall first', () => {
  const cell = (asked: string | null, into: string | null, accepted: number) => ({
    ...{ asked, cell: into, proposed: accepted + 1, decided: accepted + 1, accepted },
  });
  const weights = new Map([
    ['a', 0.25],
    ['b', 0.25],
    ['c', 0.5],
  ]);
  const { cells } = runReport(
    counts({
      cells: [
        cell('a', 'a', 60),
        cell('c', 'a', 20),
        cell('b', 'c', 10),
        cell(null, 'x', 10),
        cell('b', null, 0),
      ],
    }),
    {},
    weights,
  );
  expect(cells).toEqual([
    { cell: 'c', asked: 21, classified: 11, accepted: 10, share: 0.1, wanted: 0.5, lacking: 40 },
    { cell: 'b', asked: 12, classified: 0, accepted: 0, share: 0, wanted: 0.25, lacking: 25 },
    { cell: 'x', asked: 0, classified: 11, accepted: 10, share: 0.1, wanted: 0, lacking: -10 },
    { cell: 'a', asked: 61, classified: 82, accepted: 80, share: 0.8, wanted: 0.25, lacking: -55 },
  ]);
  expect(runReport(counts({}), {}, undefined).cells).toBeNull();
});
