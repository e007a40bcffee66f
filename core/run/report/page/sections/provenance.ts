import type { SectionOf } from '../pageFigures';
import type { Section, Value } from '../section';

/** Where it comes from: enough to find the run, and to make it again. */
export const provenanceSection: SectionOf<Section> = ({ status, cost, report, recipe, made }) => {
  const rows: Value[][] = [
    ['run', status.name],
    ['key', status.runKey],
    ['recipe', `${status.recipe} (sha256 ${made.recipeHash})`],
    ['seed of its randomness', String(recipe.seed)],
    ['seeds', String(made.seeds)],
    ...(made.sources > 0 ? [['existing set', `${made.sources} items`]] : []),
    ['models', cost.by.model.map(({ name }) => name).join(', ')],
    ['prompts', report.prompts.flatMap(({ versions }) => versions.map(({ prompt }) => prompt)).join(', ')],
    ['started', status.startedAt],
    ...status.earlierEnds.map(({ accepted, target, extendedAt }) => [
      'extended',
      `${extendedAt}, after ${accepted} pairs of ${target}`,
    ]),
    ['ended', status.endedAt ?? 'not yet'],
    ['page made', `${made.at}, by seedbed ${made.by}`],
    ['the pairs', `seedbed export ${status.name} --out ${status.name}.jsonl`],
    ['one of them', `seedbed trace ITERATION/ORDINAL --run ${status.name}`],
  ];
  return {
    id: 'provenance',
    title: 'Provenance',
    says: [],
    tables: [
      {
        title: 'This run',
        columns: [
          { title: 'what', kind: 'text' },
          { title: 'is', kind: 'text' },
        ],
        rows,
      },
    ],
  };
};
