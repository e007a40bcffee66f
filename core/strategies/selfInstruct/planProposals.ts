import {
  paperProposalSampling,
  proposalPrompt,
  proposalStop,
  smallProposalSampling,
} from '../../prompts/continuation';
import { seededRandom } from '../../random/seededRandom';
import type { IterationContext } from '../../run/setup';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { TeacherRequest } from '../../teacher/request';

/** An accepted pair that may serve as an example. */
export interface PoolEntry {
  readonly iteration: number;
  readonly ordinal: number;
  readonly instruction: string;
}

/** One proposal prompt: what is asked, what it was drawn from, and the numbers that the answer's items have. */
export interface ProposalPlan {
  readonly request: TeacherRequest;
  readonly firstItem: number;
  readonly lastItem: number;
  /** Seeds by their index, accepted pairs by iteration and ordinal, in the order shown. */
  readonly examples: readonly ({ readonly seed: number } | { readonly pair: readonly [number, number] })[];
}

/**
 * Draws the proposal prompts of one iteration: in each, up to `fromPool` accepted pairs and seeds for the rest, shuffled
 * (Wang et al. 2022, section 2.2: 8 examples, 6 of them seeds). A pool that is still small is drawn from as far as it goes.
 */
export function planProposals(
  { setup, seeds, iteration }: IterationContext,
  pool: readonly PoolEntry[],
  requests: number,
): ProposalPlan[] {
  const { recipe, roles } = setup;
  const { fewShot, propose } = recipe.selfInstruct;
  return Array.from({ length: requests }, (_, index) => {
    const random = seededRandom(recipe.seed, 'few-shot examples', iteration, index);
    const pairs = random.sample(pool, fewShot.fromPool).map((entry) => ({
      text: entry.instruction,
      source: { pair: [entry.iteration, entry.ordinal] as const },
    }));
    const chosenSeeds = random
      .sample([...seeds.keys()], fewShot.examples - pairs.length)
      .map((seed) => ({ text: seeds[seed]?.instruction ?? '', source: { seed } }));
    const examples = random.shuffle([...pairs, ...chosenSeeds]);
    const firstItem = examples.length + 1;
    const lastItem = Math.max(recipe.selfInstruct.lastItem, firstItem);
    const prompt = proposalPrompt(examples.map(({ text }) => text));
    const completion = roles.propose.completions;
    return {
      request: {
        role: 'propose',
        pool: roles.propose.pool,
        model: roles.propose.model,
        prompt: completion
          ? { kind: 'completion', prompt }
          : { kind: 'chat', messages: [{ role: 'user', content: prompt }] },
        parameters: {
          ...samplingParameters(propose, roles.propose.small ? smallProposalSampling : paperProposalSampling),
          // A chat model may well put an empty line between items.
          stop: proposalStop(lastItem + 1).filter((stop) => completion || stop.trim() !== ''),
        },
        sample: `${iteration}/${index}`,
      },
      firstItem,
      lastItem,
      examples: examples.map(({ source }) => source),
    };
  });
}

/** How many proposal prompts to send for `size` candidates, given what earlier prompts brought on average. */
export function proposalRequests(size: number, itemsPerAnswer: number): number {
  return Math.max(1, Math.ceil(size / Math.max(1, itemsPerAnswer)));
}
