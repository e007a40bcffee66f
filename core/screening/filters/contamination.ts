import { quantise } from '../../foundations/embedding/quantise';
import { nameOfItem, type EvaluationItem } from '../../vocabulary/evaluationSet';
import { OverlapIndex } from '../novelty/overlapIndex';
import { SemanticIndex } from '../novelty/semanticIndex';
import type { Embed } from '../../foundations/embedding/embed';
import { passed, type Filter, type FilterStage, type Subject, type Verdict } from './filter';

/** Texts that are embedded together. */
const atOnce = 128;

/**
 * Decontamination: throws out whoever has 13 words in a row in common with an item of an evaluation set, or, where the recipe gives a
 * similarity, whose instruction means what an item's does. Says which item. The indexes are built when first needed.
 */
export function contaminationFilters(items: readonly EvaluationItem[]): readonly Filter[] {
  let overlaps: OverlapIndex | undefined;
  const overlapsOf = (): OverlapIndex =>
    (overlaps ??= new OverlapIndex(
      items.map(({ instruction, input, response }) => [instruction, input, response]),
    ));
  const byWords = (stage: FilterStage): Filter => ({
    name: 'contamination',
    version: 1,
    stage,
    needs: 'text',
    isOn: () => items.length > 0,
    evaluate: (subjects) =>
      Promise.resolve(subjects.map((subject) => overlapOf(subject, overlapsOf(), items))),
  });
  const compared = items.filter(({ similarity }) => similarity !== null);
  let meanings: Promise<SemanticIndex | undefined> | undefined;
  const byMeaning: Filter = {
    name: 'contaminationByMeaning',
    version: 1,
    stage: 'instruction',
    needs: 'embedding',
    isOn: () => compared.length > 0,
    async evaluate(subjects, { embed }) {
      meanings ??= indexOf(compared, embed);
      // An embedder that was away is asked again.
      const index = await meanings.catch((error: unknown) => {
        meanings = undefined;
        throw error;
      });
      const vectors = await embed(subjects.map(({ instruction }) => instruction));
      return vectors.map((vector) => {
        const nearest = index?.nearest(quantise(vector));
        const item = nearest && compared[nearest.index];
        if (!nearest || !item || item.similarity === null) return passed;
        const found = { passed: true, score: nearest.cosine, evidence: { item: nameOfItem(item) } };
        return nearest.cosine > item.similarity
          ? {
              ...found,
              passed: false,
              reason: `means what ${nameOfItem(item)} means: cosine ${nearest.cosine.toFixed(2)}`,
            }
          : found;
      });
    },
  };
  return [byWords('instruction'), byWords('pair'), byMeaning];
}

function overlapOf(
  { instruction, input, response }: Subject,
  overlaps: OverlapIndex,
  items: readonly EvaluationItem[],
): Verdict {
  for (const text of [instruction, input, response]) {
    const overlap = overlaps.find(text);
    const item = overlap && items[overlap.item];
    if (!item) continue;
    const { words } = overlap;
    return {
      passed: false,
      reason: `has “${words}” in common with ${nameOfItem(item)}`,
      evidence: { item: nameOfItem(item), words },
    };
  }
  return passed;
}

async function indexOf(items: readonly EvaluationItem[], embed: Embed): Promise<SemanticIndex | undefined> {
  let index: SemanticIndex | undefined;
  for (let from = 0; from < items.length; from += atOnce) {
    const some = items.slice(from, from + atOnce);
    for (const vector of await embed(some.map(({ instruction }) => instruction)))
      (index ??= new SemanticIndex(vector.length)).add(quantise(vector));
  }
  return index;
}
