import type { CardFacts } from '../cardFacts';
import { list } from '../markdown';

/** What whoever trains on it should know before: by what was done, and by what was not. */
export function limits({ people, bias, setup, materials, filters, status }: CardFacts): string {
  const { recipe, roles } = setup;
  const wasOn = (name: string): boolean => filters.some((filter) => filter.name === name);
  return [
    '## Known limits',
    list([
      'What models wrote may be wrong, biased, or close to what the models were trained on.',
      ...(roles.respond.small
        ? ['The model that answered is a small one: expect of it fluent sentences and wrong facts.']
        : []),
      ...(recipe.judge === undefined ? ['No model graded the answers.'] : []),
      ...(wasOn('grounded')
        ? []
        : [
            materials.knowledge
              ? 'Answers were written from documents, and not checked against them.'
              : 'No claim in it was checked against a source.',
          ]),
      ...(materials.evaluation === undefined || materials.evaluation.length === 0
        ? ['It was not compared with any evaluation set: results on benchmarks may be too good.']
        : []),
      ...(materials.safety === undefined ? ['No safety policy was applied to it.'] : []),
      people === null
        ? 'No person has read it.'
        : people.judged === 0
          ? 'Pairs were drawn for people, and nobody has judged one.'
          : 'People read a sample of it, not all.',
      ...(bias === null ? ['Bias was not measured.'] : []),
      ...(status.state === 'exhausted' ? ['Its recipe had nothing new to give any more when it ended.'] : []),
      'Whether training on it helps was not measured.',
    ]),
  ].join('\n\n');
}
