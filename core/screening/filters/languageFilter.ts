import { z } from 'zod';
import { languageCode, languageNames } from '../../foundations/language/languageCode';
import { languageTeller } from '../../foundations/language/detectLanguage';
import { readLanguageTables } from '../../foundations/language/languageTables';
import { scriptFinding, scriptsOf } from '../../foundations/language/scripts';
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

/** Written in the same letters, these are told apart by a few words only. */
const kin: Readonly<Record<string, readonly string[]>> = { sr: ['hr'], hr: ['sr'] };

/** Scores by language, 0 to 1. */
export type LanguageScores = Readonly<Record<string, number>>;

const named = new RegExp(
  `(?<![\\p{L}])(?:${languageNames.join('|')}|translat\\w*|übersetz\\w*|tradu\\w*|languages?|bilingual)(?![\\p{L}])`,
  'iu',
);
/** The same in languages whose words have no boundary, or endings of their own. */
const namedElsewhere =
  /翻[译譯訳]|[译譯訳]成|[訳译譯][しす]|[英中日法德俄韩韓汉漢外][文语語訳]|[语語]言|言語|번역|언어|[영중일불독러한]국?어(?![가-힣]{2})|แปล|ภาษา|ترجم|لغة|الإنجليزية|العربية|תרג[םו]|שפה|אנגלית|עברית|अनुवाद|भाषा|अंग्रेज़ी|हिंदी|перев(?:ед|од|ест)|язык|(?:англий|немец|француз|испан|итальян|китай|япон|рус)ск/iu;
const isAboutLanguages = (text: string): boolean => named.test(text) || namedElsewhere.test(text);

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

/**
 * Whether a text is in a language: by its script, where that tells, and else by the detector's scores of the languages that are written so.
 * A language that the detector does not know is told by its script alone.
 */
export function languageOf(
  text: string,
  expected: string,
  where: string,
  detect: LanguageDetector,
): FilterResult {
  const finding = scriptFinding(text, expected);
  if (finding.is === 'expected') return passed;
  if (finding.is === 'another' && finding.script !== 'Latn') {
    const language = finding.language ?? topOf(writtenIn(finding.script, detect(text)));
    if (language === undefined) return passed;
    return { ...rejected(foreign(where, language, expected), 0), evidence: { language } };
  }
  if (!detect.languages.has(expected)) return passed;
  const scores = detect(text);
  if (finding.is === 'another') return languageResult(scores, expected, where);
  const own = scriptsOf(expected) ?? [];
  const alike = Object.entries(scores).filter(([language]) =>
    scriptsOf(language)?.some((script) => own.includes(script)),
  );
  return languageResult(Object.fromEntries(alike), expected, where);
}

function writtenIn(script: string, scores: LanguageScores): LanguageScores {
  return Object.fromEntries(
    Object.entries(scores).filter(([language]) => scriptsOf(language)?.includes(script)),
  );
}

function topOf(scores: LanguageScores): string | undefined {
  return Object.entries(scores).sort(([, left], [, right]) => right - left)[0]?.[0];
}

/** Whether a text is in a language, told from the scores that a detector gave it; what is unclear counts as yes. */
export function languageResult(scores: LanguageScores, expected: string, where: string): FilterResult {
  const language = topOf(scores);
  if (language === undefined) return passed;
  const margin = (scores[language] ?? 0) - (scores[expected] ?? 0);
  if (language === expected || margin < minMargin || kin[expected]?.includes(language))
    return { passed: true, score: Math.max(0, 1 - margin) };
  return {
    ...rejected(foreign(where, language, expected), Math.max(0, 1 - margin)),
    evidence: { language },
  };
}

function foreign(where: string, language: string, expected: string): string {
  return `${where} is in ${nameOf(language)}, and ${nameOf(expected)} was asked for`;
}

export interface LanguageDetector {
  (text: string): LanguageScores;
  /** Those that it knows. */
  readonly languages: ReadonlySet<string>;
}

let detector: Promise<LanguageDetector> | undefined;

/** Loaded where a run needs it: the detector's tables take a tenth of a second to read. */
export function loadDetector(): Promise<LanguageDetector> {
  return (detector ??= readLanguageTables().then(([table, dictionary]) => {
    const teller = languageTeller(table, dictionary);
    const detect = (text: string): LanguageScores => {
      const scores: Record<string, number> = {};
      for (const [code, score] of teller.scores(text)) {
        const known = sameAs[code] ?? code;
        scores[known] = Math.max(score, scores[known] ?? 0);
      }
      return scores;
    };
    return Object.assign(detect, {
      languages: new Set(teller.languages.map((code) => sameAs[code] ?? code)),
    });
  }));
}

function languageFilter(
  name: string,
  stage: FilterStage,
  judge: (subject: Subject, detect: LanguageDetector) => FilterResult,
): FilterOf<typeof fields> {
  return filterOf({
    name,
    version: 2,
    stage,
    ...(stage === 'instruction' && { later: 'messages' }),
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
    const text = isAboutLanguages(instruction) ? undefined : tellingText(instruction);
    return text === undefined ? passed : languageOf(text, language, 'the instruction', detect);
  },
);

/** A response in another language than was asked for, unless the task is about languages or its input is in that language too. */
export const responseLanguage = languageFilter('language', 'pair', (subject, detect) => {
  const { instruction, input, response, classification, language, before = [] } = subject;
  const asked = [instruction, input, ...before.map(({ message }) => message)].join('\n');
  const text = classification || isAboutLanguages(asked) ? undefined : tellingText(response);
  if (text === undefined) return passed;
  const result = languageOf(text, language, 'the response', detect);
  if (result.passed) return result;
  const own = tellingText(input);
  const spoken = result.evidence?.['language'];
  return own !== undefined && languageOf(own, language, 'the input', detect).evidence?.['language'] === spoken
    ? { passed: true }
    : result;
});

function nameOf(code: string): string {
  const known =
    languageCode(code) === 'und' ? undefined : new Intl.DisplayNames('en', { type: 'language' }).of(code);
  return known ?? `"${code}"`;
}
