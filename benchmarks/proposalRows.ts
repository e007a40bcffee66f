import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import type { Recipe } from '../core/recipe/schema';
import { detectionOf, type Share } from '../core/screening/calibration/detection';
import { doubtfulTask } from '../core/screening/filters/doubtfulTask';
import { nothingPrepared, type Subject } from '../core/screening/filters/filter';

/** A proposal of the local model that was begun with two words of a seed, as somebody read it. */
interface ReadProposal {
  readonly instruction: string;
  /** Asks for a thing that words are not, of nothing that is there, or of a life; or is nonsense. Null for a sound one. */
  readonly kind: 'thing' | 'nothing' | 'life' | 'nonsense' | null;
  /** What the filter was written with; what was read before the filter met it, and mended it in turn. */
  readonly set: 'development' | 'heldBack';
}

/** Rows of `doubtfulTask` by set. */
export async function proposalRows(
  recipe: Recipe,
  words: (share: Share | undefined) => string,
): Promise<string[][]> {
  const file = join(packageRoot(), 'benchmarks', 'data', 'proposalsOfASmallModel.jsonl');
  const all = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ReadProposal);
  const results = await doubtfulTask.evaluate(
    all.map(({ instruction }): Subject => ({
      ...{ instruction, input: '', response: '', classification: false },
      ...{ finishReason: 'stop', language: 'en', strategy: 'selfInstruct' },
    })),
    {
      ...{ recipe, materials: nothingPrepared },
      embed: () => Promise.reject(new Error('nobody embeds here')),
      languageModel: { logProbabilities: () => Promise.reject(new Error('nobody asks a model here')) },
    },
  );
  const told = all.map((one, index) => ({ ...one, flagged: !results[index]!.passed }));
  return [...new Set(all.map(({ set }) => set))].map((set) => {
    const of = told.filter((one) => one.set === set);
    const plain = of
      .filter(({ kind }) => kind !== 'nonsense')
      .map((one) => ({ ...one, bad: one.kind !== null }));
    const nonsense = of.filter(({ kind }) => kind === 'nonsense').map((one) => ({ ...one, bad: true }));
    const bad = plain.filter((one) => one.bad).length;
    const { precision, recall, falseAlarms } = detectionOf(plain);
    return [
      'doubtfulTask',
      set,
      ...[plain.length - bad, bad].map(String),
      ...[precision, recall, falseAlarms, detectionOf(nonsense).recall].map(words),
    ];
  });
}
