import type { SeedTask } from '../../vocabulary/seedTask';

/** What an instruction says about its type, the more particular first. Names are those of the built-in task types. */
const rules: readonly (readonly [type: string, says: RegExp])[] = [
  ['role play', /\b(?:act as|pretend|role-?play|imagine (?:that )?you(?:'re| are)|you are an? )\b/iu],
  ['translation', /\btranslat/iu],
  ['coding', /\b(?:code|program|python|javascript|java|sql|html|css|regex|regular expression|script|unit tests?|debug|compile)\b/iu],
  ['mathematics', /\b(?:calculate|compute|solve|equation|how (?:much|many)|probability|percentage|sum of|average|area of|math\w*)\b/iu],
  ['summarisation', /\b(?:summar|condense|shorten|sum up|tl;?dr|key points|main idea)/iu],
  ['rewriting', /\b(?:rewrite|rephrase|paraphrase|reword|correct the|proofread|edit the|simplify|replace (?:all|the)|convert (?:it|the|this) (?:\w+ )?(?:sentence|text)|make (?:it|this|the \w+) (?:more|less|sound))/iu],
  ['extraction', /\b(?:extract|(?:find|list|identify|pick|select|name) (?:all|every|each|the)\b.*\b(?:in|from|of) (?:the|this)\b)/iu],
  ['comparison', /\b(?:compare|contrast|differences? between|similarities)\b/iu],
  ['planning', /\b(?:plan|schedule|itinerary|agenda|budget|checklist|roadmap|step-by-step)\b/iu],
  ['brainstorming', /^(?:brainstorm|suggest|come up with|think of|propose|recommend|list|name|give (?:me )?(?:some|\w+ (?:ideas|examples|ways)))\b|\b(?:ideas|list of|synonyms)\b/iu],
  ['creative writing', /\b(?:write|compose|create|generate|draft|tell|give|make|reply)\b.*\b(?:poem|haiku|story|joke|song|lyrics|limerick|novel|scene|slogan|metaphor|screenplay|tale|letter|e-?mail|speech|essay|article|apology|complaint|review|dialogue|conversation|message)\b/iu],
  ['explanation', /^(?:explain|describe|why|how (?:do|does|can|should))\b/iu],
]; // prettier-ignore

/**
 * The type of a task by its words: a rule of thumb that needs no model, for a look at seeds before a run. `other` where no word
 * tells it. A task with labels for responses is a classification, whatever it says.
 */
export function taskTypeOf({ instruction, input, classification }: SeedTask): string {
  if (classification) return 'classification';
  const text = instruction.trim();
  const rule = rules.find(([, says]) => says.test(text));
  if (rule !== undefined) return rule[0];
  if (!/\?\s*$/u.test(text) && !/^answer\b/iu.test(text)) return 'other';
  return input.trim() === '' ? 'open question answering' : 'closed question answering';
}
