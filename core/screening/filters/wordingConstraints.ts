import { withoutCode } from '../../foundations/text/prose';

interface WordingRule {
  /** What the instruction says; what a group named `text` holds is what it is about. */
  readonly asked: RegExp;
  /** Whether a response keeps it. */
  readonly keeps: (response: string, text: string) => boolean;
}

const quoted = '["“\'‘](?<text>[^"”\'’\\n]{1,40})["”\'’]';
const holds = (response: string, text: string): boolean =>
  new RegExp(`(?<![\\p{L}])${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'iu').test(response);
const letters = (response: string): string => response.replace(/[^\p{L}]/gu, '');
const bare = (response: string): string => response.trim().replace(/^[\s"“'‘*_]+|[\s"”'’*_]+$/gu, '');
const lines = (response: string): string[] => response.split('\n').filter((line) => line.trim() !== '');
const startsWith = (line: string, text: string): boolean =>
  bare(line).toLowerCase().startsWith(text.trim().toLowerCase());

/** Each is asked of the whole response, in words that hardly mean anything else. */
const rules: readonly WordingRule[] = [
  {
    asked: new RegExp(
      `\\b(?:(?:do not|don[’']t|never) (?:use|include|mention|say|write)|avoid(?: using)?|without (?:using|mentioning|saying)) (?:the )?(?:words?|phrases?|terms?|expressions?) ${quoted}(?! (?:or|and|unless|more))`,
      'i',
    ),
    keeps: (response, text) => !holds(response, text),
  },
  {
    asked: new RegExp(
      `(?<!not |n[’']t )\\b(?:uses?|includes?|including|contains?|containing|mentions?|using|with) (?:the )?(?:exact )?(?:words?|phrases?|expressions?) ${quoted}(?! (?:or|and))`,
      'i',
    ),
    keeps: holds,
  },
  {
    asked:
      /\b(?:avoid(?: using)?|without(?: using)?|(?:do not|don[’']t) use) (?:the letter|any) ["“'‘]?(?<text>[a-z])["”'’]?(?=[\s.,:!]|$)/i,
    keeps: (response, text) => !response.toLowerCase().includes(text.toLowerCase()),
  },
  {
    asked: /\b(?:avoid(?: using)?|without(?: using)?(?: any)?|(?:do not|don[’']t) use(?: any)?|no) commas\b/i,
    keeps: (response) => !response.includes(','),
  },
  {
    asked: new RegExp(
      `\\b(?:start|begin)(?:ning|ing|s)? (?:each|every) (?:line|sentence) with (?:the (?:word|letter|phrase) )?${quoted}`,
      'i',
    ),
    keeps: (response, text) =>
      lines(response).every((line) => startsWith(line.replace(/^(?:\d+[.)]|[-*•])\s+/, ''), text)),
  },
  {
    asked: new RegExp(
      `\\b(?:start|begin)(?:ning|ing|s)? (?:(?:it|your (?:answer|response|reply)|the \\w+|with) )*with (?:the (?:words?|phrase|sentence) )?${quoted}`,
      'i',
    ),
    keeps: startsWith,
  },
  {
    asked: new RegExp(
      `\\bend(?:ing|s)? (?:(?:it|your (?:answer|response|reply)|the \\w+) )?(?:with|on|in) (?:the (?:words?|phrase|sentence) )?${quoted}`,
      'i',
    ),
    keeps: (response, text) => letters(response).toLowerCase().endsWith(letters(text).toLowerCase()),
  },
  {
    asked:
      /\bend(?:ing|s)? (?:(?:it|your (?:answer|response|reply)|the \w+) )?(?:with|on|in) (?:a|one) (?:\w+ )?question(?: mark)?\b/i,
    keeps: (response) => bare(response).endsWith('?'),
  },
  {
    asked:
      /\b(?:write|answer|respond|reply|put|convert|rewrite|give|use|type|print|state|entirely|only)\b[^.?!]*?\b(?:in|to|into|use|using|only)? ?(?:only |all |entirely )?lower[- ]?case(?: letters)?(?=[\s.,:;!?)]|$)/i,
    keeps: (response) => !/\p{Lu}/u.test(response),
  },
  {
    asked:
      /\b(?:write|answer|respond|reply|put|convert|rewrite|give|use|type|print|state|entirely|only)\b[^.?!]*?\b(?:in|to|into|use|using|only)? ?(?:only |all |entirely )?(?:upper[- ]?case(?: letters)?|all caps|(?:all|only) capitals|(?:all |block )?capital letters|capitals only)(?=[\s.,:;!?)]|$)/i,
    keeps: (response) => !/\p{Ll}/u.test(response),
  },
];

/** A task about wording, or one that asks it of a part. */
const isAbout =
  /\b(?:function|program|script|code|regex|regular expression|sql|python|javascript|query|how many|count|which|explain|why|what does|difference|password|first (?:letter|word)|last (?:letter|word)|except|initial|each word|nouns?|names?|sentences? (?:that|which|with)|paragraphs? (?:that|which)|lines? (?:that|which)|if|title case|words? in)\b/i;

/** What an English instruction asks of the wording of its response, and the response does not do; as the instruction says it. */
export function brokenWording(instruction: string, response: string): string | undefined {
  const text = withoutCode(response);
  if (isAbout.test(instruction) || text.trim() === '' || text !== response) return undefined;
  for (const { asked, keeps } of rules) {
    const match = asked.exec(instruction);
    if (match && !keeps(text, match.groups?.['text'] ?? '')) return match[0];
  }
  return undefined;
}
