import type { BatchPolicy } from '../../../core/review/batch';
import type { ReviewEvidence, ReviewItem } from '../../../core/review/reviewItem';
import { MemoryDesk, reviewItem } from '../../support/memoryDesk';

/** A desk whose pairs have evidence as pairs have it: filters, a neighbour, a lineage. */
export function gardenDesk(pairs: readonly ReviewItem[], policy: Partial<BatchPolicy> = {}): MemoryDesk {
  const desk = new MemoryDesk(pairs, policy);
  desk.evidenceOn = evidenceOn;
  return desk;
}

function evidenceOn({ instruction, kind }: ReviewItem): ReviewEvidence {
  const isRejected = kind === 'rejection';
  const scores = [
    { filter: 'novelty', score: 0.62, passed: true, reason: null },
    { filter: 'fluency', score: 0.91, passed: true, reason: null },
    {
      filter: 'judge',
      score: 0.55,
      passed: !isRejected,
      reason: 'The answer is right, but leaves out why the order matters.',
    },
  ];
  return {
    scores,
    nearest: { instruction: instruction.replace(/tomatoes|herbs/, 'roses'), score: 0.64 },
    lineage: {
      strategy: 'selfInstruct',
      prompts: ['propose@2', 'respond@1'],
      calls: ['4f1c', '9ab2'],
      examples: [{ seed: 3 }, { pair: [2, 14] }],
      persona: 'A gardener in a dry town',
    },
    decidedBy: isRejected ? 'judge' : null,
    reason: isRejected ? 'scored 0.55, needs 0.6' : null,
  };
}

/** So many pairs, with what pairs have: Markdown, code, lists, an input now and then. */
export function somePairs(
  count: number,
  change: (item: ReviewItem) => ReviewItem = (item) => item,
): ReviewItem[] {
  return Array.from({ length: count }, (_, index) => {
    const [plant, month] = [index % 2 ? 'herbs' : 'tomatoes', 1 + (index % 12)];
    const pair = reviewItem(index + 1, {
      kind: index % 10 === 9 ? 'rejection' : 'sample',
      iteration: 1 + Math.floor(index / 50),
      instruction: `Plan the watering of ${plant} on a balcony in month ${month}. Write for a beginner (plan ${index + 1}).`,
      input: index % 3 === 0 ? `Balcony: ${2 + (index % 5)} square metres, facing south.` : '',
      response: [
        `Water the ${plant} **early in the morning**, before the sun reaches the pots:`,
        '',
        '1. Push a finger into the soil, as deep as the first joint.',
        '2. If it is dry, pour slowly until water leaves the pot at the bottom.',
        '3. Empty the saucer after half an hour, since roots that stand in water rot.',
        '',
        'A timer can do it while you are away:',
        '',
        '```python',
        `for day in range(${7 + (index % 7)}):`,
        '    water(litres=0.4 if day % 2 else 0.6)',
        '```',
        '',
        `In month ${month} a pot of 20 cm needs about half a litre every other day.`,
      ].join('\n'),
      cell: index % 2 ? 'howTo/herbs' : 'howTo/vegetables',
      strategy: index % 4 === 3 ? 'template' : 'selfInstruct',
      drawnBy: index % 2 ? 'nearThresholds' : 'random',
      probability: 0.2,
    });
    return change(pair);
  });
}
