import { z } from 'zod';
import { parseAnswer } from '../../../recipe/prompts/parseAnswer';
import { numbersIn } from '../../../foundations/text/keptDetails';
import type { Operator, Variant } from '../operator';
import { replaceEntities, standsIn, type Replacement } from '../replaceEntities';

const answerType = z.object({ replacements: z.array(z.object({ old: z.string(), new: z.string() })) });

/**
 * Other people, places and things in the same task. The teacher only says what is exchanged for what; it is done here, in
 * instruction, input and response alike, so that they can't come to contradict each other. Numbers stay, since answers are computed from them.
 */
export const changeEntities: Operator = {
  name: 'changeEntities',
  description: 'Exchanges people, places and things for others, in instruction, input and response alike.',
  changes: ['instruction', 'input', 'response'],
  meaning: 'changed',
  needs: [],
  leavesResponse: false,
  leavesFamily: false,
  prompts: { usual: 'changeEntities' },
  values: ({ instruction, input, response }) => ({
    instruction,
    input: input ?? '',
    response: response ?? '',
  }),
  read({ file, text, language }, before) {
    const found = parseAnswer(file, text, answerType);
    if (!found) return { unreadable: 'the answer holds no list of replacements' };
    const replacements = found.replacements.filter(
      (one) => one.old.trim() !== '' && one.old.trim() !== one.new.trim(),
    );
    if (replacements.length === 0) return { failed: 'finds nothing to exchange' };
    const failed = reasonAgainst(replacements, before, language);
    if (failed !== undefined) return { failed };
    const change = (part: string): string => replaceEntities(part, replacements, language);
    const variant: Variant = {
      ...before,
      instruction: change(before.instruction),
      input: before.input === undefined ? undefined : change(before.input),
      response: before.response === undefined ? undefined : change(before.response),
    };
    const left = replacements.find(({ old }) => standsIn(wholeOf(variant), old));
    return left === undefined ? { variant } : { failed: `leaves “${left.old}” behind`, variant };
  },
};

function reasonAgainst(
  replacements: readonly Replacement[],
  before: Variant,
  language: string,
): string | undefined {
  const whole = wholeOf(before);
  const asked = `${before.instruction}\n${before.input ?? ''}`;
  const olds = new Set(replacements.map(({ old }) => old.trim().toLowerCase()));
  const news = new Set(replacements.map((one) => one.new.trim().toLowerCase()));
  if (olds.size < replacements.length) return 'exchanges one thing for two';
  if (news.size < replacements.length) return 'exchanges two things for one';
  for (const one of replacements) {
    if (one.new.trim() === '') return `exchanges “${one.old}” for nothing`;
    if (!standsIn(whole, one.old)) return `exchanges “${one.old}”, which is not there`;
    if (standsIn(whole, one.new)) return `exchanges something for “${one.new}”, which is there already`;
    const [had, has] = [numbersIn(one.old, language), numbersIn(one.new, language)];
    if (had.size !== has.size || [...had].some((number) => !has.has(number)))
      return `changes the number in “${one.old}”`;
  }
  return replacements.some(({ old }) => standsIn(asked, old)) ? undefined : 'changes only the response';
}

function wholeOf({ instruction, input, response }: Variant): string {
  return [instruction, input ?? '', response ?? ''].join('\n');
}
