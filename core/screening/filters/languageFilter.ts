import { z } from 'zod';
import { languageCode, languageNames } from '../../foundations/language/languageCode';
import { filterOf, passed, rejected, type FilterOf, type FilterStage, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { withoutCode } from '../../foundations/text/prose';

const fields = {
  language: z
    .boolean()
    .default(true)
    .describe('Reject what is in another language than asked for, where it is long enough to tell.'),
};

/** Letters below which a text may be any language's: names, numbers, a formula. Scripts that write words in one or two need fewer. */
const minLetters = 40;
const minIdeographs = 10;
/**
 * How much likelier than the expected language another must be, of 1. Measured with eld on 450 English texts of eight words or more: at
 * 0.2 one was taken for foreign, a list of Italian dishes; German, French or Spanish sentences lie 0.3 and more apart from English.
 */
const minMargin = 0.2;

/** Scores by language, 0 to 1. */
export type LanguageScores = Readonly<Record<string, number>>;

const named = new RegExp(
  `(?<![\\p{L}])(?:${languageNames.join('|')}|translat\\w*|übersetz\\w*|tradu\\w*|languages?|bilingual)(?![\\p{L}])`,
  'iu',
);
/** ISO 639 codes of languages that the detector calls by another. */
const sameAs: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', iw: 'he', fil: 'tl', cmn: 'zh' };

/** Words of prose. Lists of a few words a line name things, often foreign ones. */
export function tellingText(text: string): string | undefined {
  const prose = withoutCode(text)
    .replace(/\S*(?:https?:\/\/|www\.|@)\S*/gi, ' ')
    .replace(/["“«„][^"“”«»]{0,200}["”»“]/g, ' ');
  const ideographs =
    prose.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/gu)?.length ?? 0;
  if (ideographs >= minIdeographs) return prose;
  const telling = prose
    .split('\n')
    .filter((line) => (line.match(/\p{L}{2,}/gu)?.length ?? 0) >= 5)
    .join('\n')
    .replace(/[^\p{L}\p{M}\s'’.,!?-]/gu, ' ');
  return (telling.match(/\p{L}/gu)?.length ?? 0) >= minLetters ? telling : undefined;
}

/** Whether a text is in a language, told from the scores that a detector gave it; what is unclear counts as yes. */
export function languageResult(scores: LanguageScores, expected: string, where: string): FilterResult {
  const [top] = Object.entries(scores).sort(([, left], [, right]) => right - left);
  if (!top) return passed;
  const [language, score] = top;
  const margin = score - (scores[expected] ?? 0);
  if (language === expected || margin < minMargin) return { passed: true, score: Math.max(0, 1 - margin) };
  return {
    ...rejected(
      `${where} is in ${nameOf(language)}, and ${nameOf(expected)} was asked for`,
      Math.max(0, 1 - margin),
    ),
    evidence: { language },
  };
}

export type DetectLanguage = (text: string) => LanguageScores;

let detector: Promise<DetectLanguage> | undefined;

/** Loaded where a run needs it: the detector's tables take a tenth of a second to read. */
export function loadDetector(): Promise<DetectLanguage> {
  return (detector ??= import('eld/small').then(({ eld }) => (text) => {
    const scores: Record<string, number> = {};
    for (const [code, score] of Object.entries(eld.detect(text).getScores())) {
      const known = sameAs[code] ?? code;
      scores[known] = Math.max(score, scores[known] ?? 0);
    }
    return scores;
  }));
}

function languageFilter(
  name: string,
  stage: FilterStage,
  judge: (subject: Subject, detect: DetectLanguage) => FilterResult,
): FilterOf<typeof fields> {
  return filterOf({
    name,
    version: 1,
    stage,
    needs: 'text',
    fields,
    isOn: ({ language }) => language,
    async evaluate(subjects) {
      const detect = await loadDetector();
      return subjects.map((subject) => (subject.language === 'und' ? passed : judge(subject, detect)));
    },
  });
}

/** An instruction in another language than was asked for. */
export const instructionLanguage = languageFilter(
  'languageOfInstruction',
  'instruction',
  ({ instruction, language }, detect) => {
    const text = named.test(instruction) ? undefined : tellingText(instruction);
    return text === undefined ? passed : languageResult(detect(text), language, 'the instruction');
  },
);

/** A response in another language than was asked for, unless the task is about languages or its input is in that language too. */
export const responseLanguage = languageFilter('language', 'pair', (subject, detect) => {
  const { instruction, input, response, classification, language } = subject;
  const text = classification || named.test(`${instruction}\n${input}`) ? undefined : tellingText(response);
  if (text === undefined) return passed;
  const result = languageResult(detect(text), language, 'the response');
  if (result.passed) return result;
  const own = tellingText(input);
  const spoken = result.evidence?.['language'];
  return own !== undefined &&
    languageResult(detect(own), language, 'the input').evidence?.['language'] === spoken
    ? { passed: true }
    : result;
});

function nameOf(code: string): string {
  const known =
    languageCode(code) === 'und' ? undefined : new Intl.DisplayNames('en', { type: 'language' }).of(code);
  return known ?? `"${code}"`;
}
