/**
 * Computations in words as computations in signs: "12 times 4", "half of 30", "dividing 48 by 6 gives", "the sum of 3 and 4". Only whole phrases
 * are rewritten; a word of mathematics that is left over keeps a relation from being read.
 */
export function inSigns(sentence: string): string {
  let text = withDigits(sentence)
    .replace(/(?<=(?<![\d/.,])\d+) and (?:a |an )?(?=\d+\/\d+(?!\s*=))/g, ' ')
    .replace(compound, '($1 $2 + $3 $4)');
  for (const { from, to } of phrases) text = text.replace(from, to);
  return text;
}

/** "2 hours (and) 20 minutes" is one measure. */
const compound =
  /\b(\d+) ?(h|hrs?|hours?|min|minutes?|m|meters?|metres?|km|kilometers?|kilometres?|kg|kilograms?|feet|foot|ft|pounds?|lbs?|days?|weeks?|years?|dollars?)(?:,| and|, and)? (\d+) ?(min|mins|minutes?|s|secs?|seconds?|cm|centimeters?|m|meters?|metres?|g|grams?|inch(?:es)?|in|ounces?|oz|hours?|days?|weeks?|months?|cents?)\b/gi;

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const smallWord = small.join('|');
const numberWord = new RegExp(
  String.raw`\b(?:(${tens.join('|')})(?:[- ](${small.slice(1, 10).join('|')}))?|(${smallWord}))(?: (hundred))?\b(?! (?:hundred|thousand|million))`,
  'gi',
);
/** What makes a number word part of a computation. */
const computed =
  /\b(?:plus|minus|times|multipl\w+|divid\w+|add\w*|subtract\w*|equals?|sum|product|difference|half of|twice|double|squared|cubed)\b/i;

/** Whether a number word of it may be part of a computation. */
export function mayCompute(sentence: string): boolean {
  return computed.test(sentence);
}

function withDigits(sentence: string): string {
  if (!mayCompute(sentence)) return sentence;
  return sentence.replace(numberWord, (_, ten?: string, unit?: string, alone?: string, hundred?: string) => {
    const value = ten
      ? (tens.indexOf(ten.toLowerCase()) + 2) * 10 + (unit ? small.indexOf(unit.toLowerCase()) : 0)
      : small.indexOf((alone ?? '').toLowerCase());
    return String(hundred ? value * 100 : value);
  });
}

const number = String.raw`[$€£]?\d+(?:[.,]\d+)*(?: \d+\/\d+|\/\d+)?(?: ?%)?`;
/** A number with what it counts: "48 sheets", "$15 bills". */
const counted = String.raw`(${number})(?: (?!(?:by|from|and|to|gives?|is|times|plus|minus|into|of|equals?)\b)[a-z]+){0,2}`;
const result = String.raw`,?(?: and)?(?: (?:we|you|I|he|she|they|it|this|that|which|this)(?: will| would| can)?)?(?: (?:to )?(?:gets?|gives?|leaves?|yields?|makes?|equals?|is|results? in|comes? to|results? is|obtain|find|have|has|be left with|are left with)(?: (?:us|you|me|him|her|them|with|that))*)\s*(?=(?:about |approximately |roughly |only )?[$€£]?\d|\()`;

interface Phrase {
  readonly from: RegExp;
  readonly to: string;
}
const phrase = (from: string, to: string): Phrase => ({ from: new RegExp(from, 'gi'), to });

const phrases: readonly Phrase[] = [
  phrase(
    String.raw`\b(?:divid(?:e|ed|es|ing)) (?:the )?${counted} (?:by|into|among|between) (?:the )?${counted}${result}`,
    ' ; $1 / $2 = ',
  ),
  phrase(
    String.raw`\b(?:multipl(?:y|ied|ies|ying)) (?:the )?${counted} (?:by|with|and|times) (?:the )?${counted}${result}`,
    ' ; $1 * $2 = ',
  ),
  phrase(
    String.raw`\b(?:add(?:ed|s|ing)?) (?:the )?${counted} (?:and|to|with) (?:the )?${counted}${result}`,
    ' ; $1 + $2 = ',
  ),
  phrase(
    String.raw`\b(?:subtract(?:ed|s|ing)?|tak(?:e|es|ing)|deduct(?:ed|s|ing)?) (?:the )?${counted} (?:away )?from (?:the )?${counted}${result}`,
    ' ; $2 - $1 = ',
  ),
  phrase(String.raw`\b(?:doubl(?:e|ed|es|ing)) (?:the )?${counted}${result}`, ' ; 2 * $1 = '),
  phrase(String.raw`\b(?:tripl(?:e|ed|es|ing)) (?:the )?${counted}${result}`, ' ; 3 * $1 = '),
  phrase(String.raw`\b(?:halv(?:e|ed|es|ing)) (?:the )?${counted}${result}`, ' ; $1 / 2 = '),
  phrase(String.raw`\b(?:squar(?:e|ed|es|ing)) (?:the )?${counted}${result}`, ' ; $1 ^ 2 = '),
  phrase(String.raw`\b(?:the )?square root of (${number})`, ' sqrt($1)'),
  phrase(String.raw`\b(?:the )?sum of (${number}) and (${number})`, ' ($1 + $2)'),
  phrase(String.raw`\b(?:the )?sum of (${number}), (${number}),? and (${number})`, ' ($1 + $2 + $3)'),
  phrase(String.raw`\b(?:the )?difference (?:between|of) (${number}) and (${number})`, ' abs($1 - $2)'),
  phrase(String.raw`\b(?:the )?product of (${number}) and (${number})`, ' ($1 * $2)'),
  phrase(String.raw`\b(?:the )?quotient of (${number}) and (${number})`, ' ($1 / $2)'),
  phrase(String.raw`\b(?:the )?(?:average|mean) of (${number}),? and (${number})`, ' (($1 + $2) / 2)'),
  phrase(
    String.raw`\b(?:the )?(?:average|mean) of (${number}), (${number}),? and (${number})`,
    ' (($1 + $2 + $3) / 3)',
  ),
  phrase(String.raw`\b(?:one[- ])?half (?:of )?(?=${number})`, ' 1/2 * '),
  phrase(String.raw`\b(?:a|one|1)[- ](?:third) of (?=${number})`, ' 1/3 * '),
  phrase(String.raw`\b(?:a|one|1)[- ](?:quarter|fourth) of (?=${number})`, ' 1/4 * '),
  phrase(String.raw`\b(?:a|one|1)[- ](?:fifth) of (?=${number})`, ' 1/5 * '),
  phrase(String.raw`\b(?:a|one|1)[- ](?:tenth) of (?=${number})`, ' 1/10 * '),
  phrase(String.raw`\b(?:two|2)[- ]thirds of (?=${number})`, ' 2/3 * '),
  phrase(String.raw`\b(?:three|3)[- ](?:quarters|fourths) of (?=${number})`, ' 3/4 * '),
  phrase(String.raw`\b(?:twice|double) (?=${number})`, ' 2 * '),
  phrase(String.raw`\btriple (?=${number})`, ' 3 * '),
  phrase(
    String.raw`(?<=\d ?%|\d percent|\d\/\d+|\d\/\d+\)) of (?=(?:the )?${number}(?! *[a-z]* *[+-]))(?:the )?`,
    ' * ',
  ),
  phrase(String.raw`(?<=\d) (?:squared)\b`, '^2'),
  phrase(String.raw`(?<=\d) (?:cubed)\b`, '^3'),
  phrase(String.raw`(?<=\d) (?:raised )?to the power of (?=\d)`, '^'),
  phrase(String.raw`(?<=[\d%)]) (?:times|multiplied by|mal|fois|por) (?=[$€£(]?\d)`, ' * '),
  phrase(String.raw`(?<=[\d%)]) (?:divided by|over|geteilt durch|divisé par|entre) (?=[$€£(]?\d)`, ' / '),
  phrase(String.raw`(?<=[\d%)]) (?:plus|más) (?=[$€£(]?\d)`, ' + '),
  phrase(String.raw`(?<=[\d%)]) (?:minus|less|moins|menos) (?=[$€£(]?\d)`, ' - '),
];
