import type { Problem } from '../../recipe/problems';
import type { Recipe } from '../../recipe/schema';
import { compileTemplates, type CompiledTemplate } from './compileTemplates';
import { lengthOf, samplerOf, samplingObstacle } from './sampler';
import type { ValueLists } from '../../vocabulary/valueLists';

/** Instances of each template that are tried. */
const tried = 200;

/**
 * What is wrong with a recipe's templates, as far as it can be told before anything is asked or paid for: every text and expression
 * is parsed, every name looked up, every case compared with the values that it is of, and some instances are filled.
 *
 * @param lists values that were read from files; those that the teacher writes may be missing.
 */
export function templateProblems(recipe: Recipe, lists: ValueLists): Problem[] {
  const { templates, problems } = compileTemplates(recipe, lists);
  const places = new Map(
    recipe.template?.templates.map((template, at) => [template, `template.templates[${at}]`]),
  );
  const found = [...problems];
  for (const template of templates) {
    const place = places.get(template.recipe) ?? 'template';
    const obstacle = samplingObstacle(template);
    const message =
      obstacle === undefined ? failureOf(template, recipe.seed, place) : `"${place}" ${obstacle}.`;
    if (message !== undefined) found.push({ field: place, message });
  }
  // A template that is nested in several others has its mistakes once.
  return [...new Map(found.map((problem) => [problem.message, problem])).values()];
}

/** The first instance that can't be filled, from all over the sequence. Values that are made up prove nothing. */
function failureOf(template: CompiledTemplate, runSeed: number, place: string): string | undefined {
  if (!template.known) return undefined;
  const sampler = samplerOf(template, runSeed);
  const length = Math.min(lengthOf(sampler.length), Number.MAX_SAFE_INTEGER);
  const count = Math.min(tried, length);
  for (let at = 0; at < count; at++) {
    const { slots, texts } = template.fill(sampler.at(Math.floor((at * length) / count)).assignment);
    if (!('failed' in texts)) continue;
    const shown = Object.entries(slots).map(([name, value]) => `${name}: ${String(value)}`);
    return `"${place}" can't be filled with {${shown.join(', ')}}, because ${texts.failed}.`;
  }
  return undefined;
}
