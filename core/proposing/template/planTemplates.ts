import type { Recipe } from '../../recipe/schema';
import type { StrategyContext } from '../strategyContext';
import type { Stretch } from '../../vocabulary/stretch';
import { compileTemplates, type CompiledTemplate } from './compileTemplates';
import { interleave } from './interleave';
import { lengthOf, samplerOf, type Sampler } from './sampler';
import type { ValueLists } from '../../vocabulary/valueLists';
import type { TemplateWork } from './work';

/** All templates of a run as one sequence of instances. */
interface TemplateSequence {
  /** The instance at a position; undefined after the last one. */
  at(position: number): TemplateWork | undefined;
}

/** Sequences by the recipe and the lists that they are made of: a run asks for many stretches of one. */
const sequences = new WeakMap<Recipe, WeakMap<ValueLists, TemplateSequence>>();

/**
 * A stretch of a run's template instances: templates take turns by weight, and each goes through its assignments as its sampling
 * says. An instance is told from its position and the seed alone, in constant memory. Fewer come where the templates are used up.
 */
export function planTemplates(
  { setup, materials }: StrategyContext,
  { from, count }: Stretch,
): TemplateWork[] {
  const known = sequences.get(setup.recipe) ?? new WeakMap<ValueLists, TemplateSequence>();
  const sequence = known.get(materials.lists) ?? templateSequence(setup.recipe, materials.lists);
  sequences.set(setup.recipe, known.set(materials.lists, sequence));
  const works: TemplateWork[] = [];
  for (let position = from; position < from + count; position++) {
    const work = sequence.at(position);
    if (!work) break;
    works.push(work);
  }
  return works;
}

/**
 * The sequence of a recipe's templates.
 *
 * @throws Error for a recipe that `templateProblems` refuses, or with a list that is yet to be written.
 */
export function templateSequence(recipe: Recipe, lists: ValueLists): TemplateSequence {
  const { templates, problems } = compileTemplates(recipe, lists);
  const [problem] = problems;
  if (problem) throw new Error(`A recipe with mistakes came to its plan: ${problem.message}`);
  const streams = templates
    .filter(({ recipe: { weight } }) => weight > 0)
    .map((template) => {
      if (!template.known)
        throw new Error(
          `The template "${template.recipe.name}" waits for values that the teacher has not written yet.`,
        );
      return { template, sampler: samplerOf(template, recipe.seed) };
    });
  const turn = interleave(
    streams.map(({ template, sampler }) => ({
      weight: template.recipe.weight,
      length: lengthOf(sampler.length),
    })),
  );
  return {
    at: (position) => {
      const next = turn(position);
      const stream = next && streams[next.stream];
      return stream && instanceAt(stream.template, stream.sampler, next.index);
    },
  };
}

function instanceAt(template: CompiledTemplate, sampler: Sampler, position: number): TemplateWork {
  const { index, assignment } = sampler.at(position);
  const { slots, texts } = template.fill(assignment);
  const work = {
    strategy: 'template' as const,
    template: { name: template.recipe.name, index: String(index), slots },
    cell: template.cell,
  };
  if ('failed' in texts) return { ...work, instruction: '', input: '', failed: texts.failed };
  const { instruction, input, response } = texts;
  return { ...work, instruction, input, ...(response === undefined ? {} : { response }) };
}
