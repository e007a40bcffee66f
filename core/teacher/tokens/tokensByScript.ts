/**
 * Characters that a token holds, by the script of the text: the mean over the tokenizers of Llama 3, Qwen 2.5, Gemini and DeepSeek V3, on
 * instructions and answers in twelve languages, our prompts and source text (docs/estimate.md). `error`: how far one of them may be
 * from the mean, as a share.
 */
const ratios = [
  { letters: /\p{sc=Han}/gu, characters: 1.55, error: 0.12 },
  { letters: /[\p{sc=Hiragana}\p{sc=Katakana}]/gu, characters: 1.6, error: 0.12 },
  { letters: /\p{sc=Hangul}/gu, characters: 1.5, error: 0.05 },
  { letters: /\p{sc=Cyrillic}/gu, characters: 2.9, error: 0.08 },
  { letters: /\p{sc=Arabic}/gu, characters: 2.5, error: 0.03 },
  { letters: /\p{sc=Hebrew}/gu, characters: 1.9, error: 0.4 },
  { letters: /\p{sc=Devanagari}/gu, characters: 1.7, error: 0.35 },
  { letters: /\p{sc=Thai}/gu, characters: 2.2, error: 0.18 },
] as const;
const english = { characters: 4, error: 0.06 };
/** German, French, Spanish: told by their marked letters. */
const otherLatin = { characters: 3.4, error: 0.08 };
/** Scripts that nobody measured. */
const unmeasured = { characters: 1.5, error: 0.5 };

/** Share of marked letters among Latin ones from which a text is taken for another language than English. */
const minMarked = 0.01;

export interface RatedTokens {
  readonly tokens: number;
  /** How far off that may be, as a share. */
  readonly error: number;
}

/** How many tokens a model whose tokenizer is not public, or not here, would make of a text: by its characters and their scripts. */
export function tokensByScript(text: string): RatedTokens {
  if (text === '') return { tokens: 0, error: 0 };
  const letters = count(text, /\p{Letter}/gu);
  const latin = count(text, /\p{sc=Latin}/gu);
  const isMarked = latin > 0 && count(text, /(?![a-zA-Z])\p{sc=Latin}/gu) / latin >= minMarked;
  const parts = ratios.map(({ letters: ofScript, ...ratio }) => ({
    ...ratio,
    letters: count(text, ofScript),
  }));
  const known = parts.reduce((sum, part) => sum + part.letters, latin);
  const all = [
    ...parts,
    { ...(isMarked ? otherLatin : english), letters: letters === 0 ? 1 : latin },
    { ...unmeasured, letters: Math.max(0, letters - known) },
  ].filter((part) => part.letters > 0);
  // What is no letter goes with the letters that it stands among.
  const whole = all.reduce((sum, part) => sum + part.letters, 0);
  let [tokens, off] = [0, 0];
  for (const { letters: own, characters, error } of all) {
    const part = ((own / whole) * text.length) / characters;
    tokens += part;
    off += part * error;
  }
  return { tokens: Math.max(1, Math.round(tokens)), error: off / tokens };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
