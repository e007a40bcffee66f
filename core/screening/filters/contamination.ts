import { quantise } from '../../foundations/embedding/quantise';
import { nameOfItem, type EvaluationItem } from '../../vocabulary/evaluationSet';
import { OverlapIndex } from '../novelty/overlapIndex';
import { SemanticIndex } from '../novelty/semanticIndex';
import type { Embed } from '../../foundations/embedding/embed';
import type { Recipe } from '../../recipe/schema';
import { filterOf, passed, type FilterMaterials, type FilterStage, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';

/** Texts that are embedded together. */
const atOnce = 128;

/** What is made of a run's evaluation items, which stay the same: built once, when first needed. */
class Known {
  private overlaps: OverlapIndex | undefined;
  private meanings: Promise<SemanticIndex | undefined> | undefined;
  readonly compared: readonly EvaluationItem[];

  constructor(private readonly items: readonly EvaluationItem[]) {
    this.compared = items.filter(({ similarity }) => similarity !== null);
  }

  get byWords(): OverlapIndex {
    return (this.overlaps ??= new OverlapIndex(
      this.items.map(({ instruction, input, response }) => [instruction, input, response]),
    ));
  }

  async byMeaning(embed: Embed): Promise<SemanticIndex | undefined> {
    this.meanings ??= indexOf(this.compared, embed);
    // An embedder that was away is asked again.
    return this.meanings.catch((error: unknown) => {
      this.meanings = undefined;
      throw error;
    });
  }
}

const known = new WeakMap<FilterMaterials['evaluation'], Known>();

function knownOf({ evaluation }: FilterMaterials): Known {
  let found = known.get(evaluation);
  if (!found) known.set(evaluation, (found = new Known(evaluation)));
  return found;
}

const scale = ({ novelty }: Recipe) => novelty.against;

/** Decontamination: throws out whoever has 13 words in a row in common with an item of an evaluation set. Says which item. */
const byWords = (stage: FilterStage) =>
  filterOf({
    name: 'contamination',
    version: 1,
    stage,
    needs: 'text',
    scale,
    isOn: (_settings, { novelty }) => novelty.against.length > 0,
    evaluate: (subjects, { materials }) =>
      Promise.resolve(
        subjects.map((subject) => overlapOf(subject, knownOf(materials).byWords, materials.evaluation)),
      ),
  });

export const instructionContamination = byWords('instruction');
export const contamination = byWords('pair');

/** Decontamination by meaning, where the recipe gives a similarity: throws out an instruction that means what an item's does. */
export const contaminationByMeaning = filterOf({
  name: 'contaminationByMeaning',
  version: 1,
  stage: 'instruction',
  needs: 'embedding',
  scale,
  isOn: (_settings, { novelty }) => novelty.against.some(({ similarity }) => similarity !== undefined),
  async evaluate(subjects, { materials, embed }) {
    const evaluation = knownOf(materials);
    const index = await evaluation.byMeaning(embed);
    const vectors = await embed(subjects.map(({ instruction }) => instruction));
    return vectors.map((vector) => {
      const nearest = index?.nearest(quantise(vector));
      const item = nearest && evaluation.compared[nearest.index];
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
});

function overlapOf(
  { instruction, input, response }: Subject,
  overlaps: OverlapIndex,
  items: readonly EvaluationItem[],
): FilterResult {
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
