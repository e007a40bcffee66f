import { costReport, type CostCounts, type SpentLine } from '../../../../core/run/cost/costReport';
import type {
  MappedCandidate,
  PageFigures,
  PageMaterial,
} from '../../../../core/run/report/page/pageFigures';
import type { Example } from '../../../../core/run/report/page/section';
import { running } from '../../../client/statusFixture';
import { report } from '../../../client/storyFixtures';
import { runSetup } from '../../proposing/testSetup';

export const noFigures: PageFigures = {
  ...{
    deciders: [],
    iterations: [],
    openings: [],
    lengths: [],
    exchanges: [],
    similarity: [],
    perplexity: [],
    map: [],
  },
  ...{ rejects: [], sample: { random: [], best: [], borderline: [], rejected: [] } },
};

const example = (address: string, text: string): Example => ({
  ...{
    address,
    instruction: text,
    input: text,
    response: text,
    turns: [{ message: text, response: text }],
    note: `rejected by novelty: ${text}`,
  },
});

/** Figures of all kinds; `text` is what models wrote everywhere. */
export function someFigures(text = 'Write a story about bees.', points = 40): PageFigures {
  const examples = Array.from({ length: 6 }, (_, index) => example(`0/${index}`, text));
  return {
    deciders: [{ filter: 'novelty', stage: 'commit', candidates: 1_600 }],
    iterations: Array.from({ length: 300 }, (_, iteration) => ({
      ...{ iteration, proposed: 7, decided: 7, accepted: iteration < 150 ? 4 : 1, repeated: 2 },
    })),
    openings: [text, 'Write a story about rain.', 'Write a letter to a neighbour.', 'Explain the tides.'].map(
      (instruction) => ({ instruction, askedCell: null, askedLanguage: null }),
    ),
    lengths: [
      { of: 'instruction', step: 8, pairs: 3 },
      { of: 'response', step: 12, pairs: 5 },
    ],
    exchanges: [],
    similarity: [
      { step: 4, accepted: 3, rejected: 0 },
      { step: 15, accepted: 0, rejected: 2 },
    ],
    perplexity: [{ step: 7, accepted: 3, rejected: 1 }],
    map: Array.from({ length: points }, (_, ordinal): MappedCandidate => ({
      ...{
        iteration: 0,
        ordinal,
        state: ordinal % 3 === 0 ? 'rejected' : 'accepted',
        strategy: 'selfInstruct',
      },
      ...{ decidedBy: ordinal % 3 === 0 ? text : null, cell: text, instruction: `${text} ${ordinal % 7}` },
      vector: undefined,
    })),
    rejects: [{ filter: 'novelty', examples }],
    sample: { random: examples, best: examples, borderline: examples, rejected: examples },
  };
}

const line = (role: string, iteration: number, cost: bigint): SpentLine => ({
  ...{
    role,
    iteration,
    strategy: 'selfInstruct',
    prompt: null,
    endpoint: 'openai',
    model: 'small',
    price: null,
  },
  ...{ purpose: 'accepted', decidedBy: null, calls: 1, unpriced: 0, promptTokens: 100, completionTokens: 50 },
  ...{ reasoningTokens: 0, cachedTokens: 0, cost, savedByCache: 0n },
});

/** A run with money spent by two roles; `unpriced` calls of them have no known price. */
export function pageMaterial(given: Partial<PageMaterial> = {}, unpriced = 0): PageMaterial {
  const costLines = [
    line('propose', 0, 2_000_000_000_000n),
    { ...line('respond', 1, 1_000_000_000_000n), unpriced },
  ];
  const counts: CostCounts = {
    ...{ lines: costLines, target: 1_000, committed: [], accepted: 412, savedByBatch: 0n, prices: {} },
    unseen: { requests: 0, unpriced: 0, atMost: 0n },
    reused: { calls: 0, unpriced: 0, cost: 0n },
  };
  return {
    ...{ status: running, report, cost: costReport(counts), costLines, figures: someFigures() },
    recipe: runSetup().recipe,
    made: { at: '2026-01-05T10:02:00.000Z', by: '0.1.0', recipeHash: 'abc', seeds: 3, sources: 0 },
    ...given,
  };
}
