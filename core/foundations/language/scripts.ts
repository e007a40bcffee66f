/** Scripts by their codes (ISO 15924): what tells their letters, and the language that alone is written in them, among those of many speakers. */
const scripts: Readonly<Record<string, { readonly letters: RegExp; readonly language?: string }>> = {
  Latn: { letters: /\p{sc=Latin}/gu },
  Hani: { letters: /\p{sc=Han}/gu, language: 'zh' },
  Kana: { letters: /[\p{sc=Hiragana}\p{sc=Katakana}]/gu, language: 'ja' },
  Hang: { letters: /\p{sc=Hangul}/gu, language: 'ko' },
  Cyrl: { letters: /\p{sc=Cyrillic}/gu },
  Arab: { letters: /\p{sc=Arabic}/gu },
  Deva: { letters: /\p{sc=Devanagari}/gu },
  Hebr: { letters: /\p{sc=Hebrew}/gu, language: 'he' },
  Thai: { letters: /\p{sc=Thai}/gu, language: 'th' },
  Grek: { letters: /\p{sc=Greek}/gu, language: 'el' },
  Armn: { letters: /\p{sc=Armenian}/gu, language: 'hy' },
  Geor: { letters: /\p{sc=Georgian}/gu, language: 'ka' },
  Beng: { letters: /\p{sc=Bengali}/gu, language: 'bn' },
  Taml: { letters: /\p{sc=Tamil}/gu, language: 'ta' },
  Telu: { letters: /\p{sc=Telugu}/gu, language: 'te' },
  Gujr: { letters: /\p{sc=Gujarati}/gu, language: 'gu' },
  Guru: { letters: /\p{sc=Gurmukhi}/gu, language: 'pa' },
  Knda: { letters: /\p{sc=Kannada}/gu, language: 'kn' },
  Mlym: { letters: /\p{sc=Malayalam}/gu, language: 'ml' },
  Ethi: { letters: /\p{sc=Ethiopic}/gu, language: 'am' },
};
/** What Unicode calls the scripts of Chinese, Japanese and Korean, and languages that are written in several. */
const compounds: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani'],
  Hant: ['Hani'],
  Jpan: ['Kana', 'Hani'],
  Kore: ['Hang', 'Hani'],
};
const several: Readonly<Record<string, readonly string[]>> = {
  sr: ['Cyrl', 'Latn'],
  uz: ['Latn', 'Cyrl'],
  kk: ['Cyrl', 'Latn', 'Arab'],
  az: ['Latn', 'Cyrl', 'Arab'],
  pa: ['Guru', 'Arab'],
  ms: ['Latn', 'Arab'],
};

/** A sign of these says as much as two or three letters. */
const dense = new Set(['Hani', 'Kana', 'Hang']);
/** Share of a text's letters, by what they say, from which its script is that; and up to which another is only quoted. */
const mostly = 0.7;
const quoted = 0.2;
/** Signs that a Japanese text has kana among: a name or a title may have none. */
const longWithoutKana = 20;
/** Share of kana among Japanese signs from which a text is no Chinese that names something Japanese. */
const minKana = 0.15;

/** By language: there are some hundred, and each is asked about for every text. */
const scriptsByLanguage = new Map<string, readonly string[] | undefined>();

/** The scripts that a language is written in; undefined where that is not known. */
export function scriptsOf(language: string): readonly string[] | undefined {
  if (scriptsByLanguage.has(language)) return scriptsByLanguage.get(language);
  const found = findScripts(language);
  if (scriptsByLanguage.size < 1_000) scriptsByLanguage.set(language, found);
  return found;
}

function findScripts(language: string): readonly string[] | undefined {
  if (several[language]) return several[language];
  const { script } = new Intl.Locale(language).maximize();
  const known = script === undefined ? undefined : (compounds[script] ?? [script]);
  return known?.every((one) => one in scripts) ? known : undefined;
}

/** What the script of a text says of its language. */
export type ScriptFinding =
  /** No other than the expected language is written so. */
  | { readonly is: 'expected' }
  /** The expected language is not written so; `language` where no other than that one is. */
  | { readonly is: 'another'; readonly script: string; readonly language: string | undefined }
  /** Several languages are written so, the expected one among them, or scripts are mixed. */
  | { readonly is: 'open' };

/** ASCII has letters of one script, and is most of most texts: only what is beyond it is looked at script by script. */
function lettersByScript(text: string): ReadonlyMap<string, number> {
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;

  const beyond = text.replace(/[\0-\x7f]+/g, '');
  const counts = new Map<string, number>();
  for (const [script, { letters }] of Object.entries(scripts)) {
    const count =
      (script === 'Latn' ? latin : 0) + (beyond === '' ? 0 : (beyond.match(letters)?.length ?? 0));
    if (count > 0) counts.set(script, count);
  }
  return counts;
}

/** Tells a text's language from its letters alone, before statistics are asked. */
export function scriptFinding(text: string, expected: string): ScriptFinding {
  const own = expected === 'und' ? undefined : scriptsOf(expected);
  if (!own) return { is: 'open' };
  const counts = lettersByScript(text);
  const of = (script: string): number => (counts.get(script) ?? 0) * (dense.has(script) ? 2 : 1);
  const all = [...counts.keys()].reduce((sum, script) => sum + of(script), 0);
  if (all === 0) return { is: 'open' };
  const signs = (counts.get('Hani') ?? 0) + (counts.get('Kana') ?? 0);
  const kana = (counts.get('Kana') ?? 0) / Math.max(1, signs);
  // Japanese is Han and kana together: kana tells it from Chinese.
  const isSigns = (2 * signs) / all >= mostly;
  if (isSigns && expected === 'zh')
    return kana >= minKana ? { is: 'another', script: 'Kana', language: 'ja' } : { is: 'expected' };
  if (isSigns && expected === 'ja') {
    if (kana > 0) return { is: 'expected' };
    return signs >= longWithoutKana ? { is: 'another', script: 'Hani', language: 'zh' } : { is: 'open' };
  }
  if (isSigns && !own.includes(kana >= minKana ? 'Kana' : 'Hang'))
    return {
      is: 'another',
      script: kana >= minKana ? 'Kana' : 'Hani',
      language: kana >= minKana ? 'ja' : 'zh',
    };
  const [top = ''] = [...counts.keys()].sort((left, right) => of(right) - of(left));
  const ours = own.reduce((sum, script) => sum + of(script), 0) / all;
  const language = scripts[top]?.language;
  if (own.includes(top)) return ours >= mostly && language === expected ? { is: 'expected' } : { is: 'open' };
  return of(top) / all >= mostly && ours < quoted ? { is: 'another', script: top, language } : { is: 'open' };
}
