import type { RecordedResult } from '../vocabulary/filterResult';
import {
  taskOf,
  type NoveltyPool,
  type NoveltyView,
  type PoolMember,
  type Similar,
} from './novelty/noveltyPool';
import type { Recipe } from '../recipe/schema';
import { compareTasks } from './sameTask/sameTask';
import type { Doubt } from './sameTask/sameTaskInquiry';
import type { Embed } from '../foundations/embedding/embed';

/** A pool member that is to be compared. */
export interface Newcomer extends PoolMember {
  /** Made to ask for something else than the members of its family, as an evolved instruction is: it must not say the same again. */
  readonly isMeantToDiffer?: boolean;
}

/** Cosine from which two instructions may be the same task, however they are worded. */
const recallFrom = 0.5;
/** Neighbours that the same-task rule looks at. */
const maxNeighbours = 8;

/**
 * What becomes of a doubt that the recipe leaves to the judge. `ask`: it passes, with what is to be asked in its evidence, under `doubts`.
 * Else the neighbours that the judge called other tasks: in doubt about any further one it is rejected, since nobody looked at the two.
 */
export type Judged = 'ask' | readonly string[];

/** Whether the judge is to be asked before a candidate goes on. */
export function isDoubtful({ results }: { readonly results: readonly RecordedResult[] }): boolean {
  return results.some(({ evidence }) => evidence?.['doubts'] !== undefined);
}

/** Whether a recipe compares meanings, so that pools need vectors. */
export function comparesMeanings({ novelty }: Recipe): boolean {
  return novelty.semantic !== undefined || novelty.rule === 'sameTask';
}

/**
 * Compares with the pool, and with what came earlier in the same iteration; what is new joins the latter. The cheapest comes first:
 * the same text, ROUGE-L, then meanings, where the recipe asks for them.
 */
export async function checkNovelty(
  member: Newcomer,
  pools: readonly [NoveltyView, NoveltyPool],
  recipe: Recipe,
  embed: Embed,
  judged: Judged = [],
): Promise<RecordedResult> {
  const [inPool, inOwn] = pools.map((pool) => pool.novelty(member)) as [
    ReturnType<NoveltyView['novelty']>,
    ReturnType<NoveltyView['novelty']>,
  ];
  const { score, nearest } = inOwn.score > inPool.score ? inOwn : inPool;
  const { threshold, rule } = recipe.novelty;
  const doubts: Doubt[] = [];
  const result = (reason: string | undefined, like: Similar | undefined, by: string): RecordedResult => ({
    filter: 'novelty',
    version: 3,
    passed: reason === undefined,
    score: like?.score ?? 0,
    ...(reason !== undefined && { reason }),
    ...(like !== undefined && {
      evidence: {
        nearest: like.text,
        ...(by !== 'rougeL' && { by }),
        ...(reason === undefined && doubts.length > 0 && { doubts }),
      },
    }),
  });
  const lexical = nearest === undefined ? undefined : { text: nearest, score };

  if (inPool.isKnown || inOwn.isKnown)
    return result('is the same as another member of its family', lexical, 'rougeL');
  if (inPool.isRepeated || inOwn.isRepeated)
    return result(`repeats “${nearest ?? member.instruction}”`, lexical, 'text');
  if (rule === 'novelty' && lexical && score > threshold)
    return result(`repeats “${lexical.text}”`, lexical, 'rougeL');

  const [vector] = comparesMeanings(recipe) ? await embed([member.instruction]) : [];
  if (vector) {
    const similar = nearestFirst(
      pools.flatMap((pool) =>
        pool.similar(vector, { max: maxNeighbours, min: recallFrom, outside: member.family }),
      ),
    );
    const repeated =
      rule === 'sameTask'
        ? await compare(member.instruction, lexical ? [...similar, lexical] : similar)
        : tooSimilar(similar[0], recipe);
    if (repeated) return result(repeated.reason, repeated.like, repeated.by);
  }

  if (member.isMeantToDiffer && member.family !== null) {
    const { family } = member;
    const relatives = pools.flatMap((pool) => pool.family(family)).map((text) => ({ text, score: 1 }));
    const repeated = await compare(taskOf(member), relatives);
    if (repeated) return result(`${repeated.reason}, in its own family`, repeated.like, repeated.by);
  }
  pools[1].add(member, vector);
  return result(undefined, lexical ?? (doubts[0] && { text: doubts[0].like, score: 0 }), 'rougeL');

  /** Compares by the rule `sameTask`, and notes what is to be asked. */
  async function compare(task: string, others: readonly Similar[]): Promise<Repetition | undefined> {
    const { repetition, unsure } = await sameTask(task, others, recipe, embed, judged);
    if (!repetition) doubts.push(...unsure.map(({ text }) => ({ task, like: text })));
    return repetition;
  }
}

interface Repetition {
  readonly reason: string;
  readonly like: Similar;
  readonly by: 'meaning' | 'sameTask' | 'unsure';
}

function tooSimilar(like: Similar | undefined, { novelty }: Recipe): Repetition | undefined {
  if (!like || !novelty.semantic || !(like.score > novelty.semantic.threshold)) return undefined;
  return { reason: `means what “${like.text}” means: cosine ${like.score.toFixed(2)}`, like, by: 'meaning' };
}

/** The one that is repeated; else, where the judge is to be asked, those that perhaps are, the likeliest first. */
async function sameTask(
  text: string,
  others: readonly Similar[],
  { novelty, language }: Recipe,
  embed: Embed,
  judged: Judged,
): Promise<{ readonly repetition?: Repetition; readonly unsure: readonly Similar[] }> {
  if (others.length === 0) return { unsure: [] };
  const texts = others.map((other) => other.text);
  const results = (await compareTasks(text, texts, embed, language)).map((result, index) => ({
    ...result,
    like: others[index]!,
  }));
  const same = results.find(
    ({ sameness }) => sameness === 'same' || (sameness === 'unsure' && novelty.unsure === 'reject'),
  );
  if (same) {
    const reason = `asks for what “${same.like.text}” asks for: ${same.reason}`;
    return { repetition: { reason, like: same.like, by: 'sameTask' }, unsure: [] };
  }
  if (novelty.unsure !== 'judge') return { unsure: [] };
  const [first, ...further] = results
    .filter(
      ({ sameness, like }) => sameness === 'unsure' && (judged === 'ask' || !judged.includes(like.text)),
    )
    .sort((left, right) => right.score - left.score);
  if (!first) return { unsure: [] };
  if (judged === 'ask') {
    const unsure = [...new Map([first, ...further].map(({ like }) => [like.text, like])).values()];
    return { unsure };
  }
  const reason = `may ask for what “${first.like.text}” asks for, and no judge was asked: ${first.reason}`;
  return { repetition: { reason, like: first.like, by: 'unsure' }, unsure: [] };
}

function nearestFirst(similar: readonly Similar[]): Similar[] {
  return [...similar].sort((left, right) => right.score - left.score).slice(0, maxNeighbours);
}
