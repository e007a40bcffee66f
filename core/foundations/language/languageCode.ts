/** Codes by the names that people give languages, in English and in the languages themselves. */
const codes: Readonly<Record<string, string>> = Object.fromEntries(
  `en english; de german deutsch; fr french français; es spanish español castilian; it italian italiano; pt portuguese português brazilian;
   nl dutch nederlands flemish; sv swedish svenska; da danish dansk; no norwegian norsk; fi finnish suomi; is icelandic íslenska; pl polish polski;
   cs czech čeština; sk slovak slovenčina; sl slovenian slovenščina; hr croatian hrvatski; sr serbian srpski српски; bg bulgarian български;
   ru russian русский; uk ukrainian українська; be belarusian; ro romanian română; hu hungarian magyar; el greek ελληνικά; tr turkish türkçe;
   et estonian eesti; lv latvian latviešu; lt lithuanian lietuvių; ga irish gaeilge; cy welsh cymraeg; ca catalan català; eu basque euskara;
   gl galician galego; la latin latina; ar arabic العربية; he hebrew עברית; fa persian farsi فارسی; ur urdu اردو; hi hindi हिन्दी;
   bn bengali বাংলা; ta tamil தமிழ்; te telugu తెలుగు; mr marathi मराठी; gu gujarati; pa punjabi; kn kannada; ml malayalam; th thai ไทย;
   vi vietnamese; id indonesian; ms malay; tl tagalog filipino; zh chinese mandarin 中文 cantonese; ja japanese 日本語; ko korean 한국어;
   sw swahili kiswahili; af afrikaans; eo esperanto; hy armenian; ka georgian; kk kazakh; uz uzbek; az azerbaijani; mn mongolian; am amharic`
    .split(';')
    .flatMap((entry) => {
      const [code = '', ...names] = entry.trim().split(' ');
      return [code, ...names].map((name) => [name, code]);
    }),
);

/** Every name of a language that is known, longest first. */
export const languageNames: readonly string[] = Object.keys(codes)
  .filter((name) => name.length > 2 || /\P{ASCII}/u.test(name))
  .sort((left, right) => right.length - left.length);

/** The ISO 639 code of a language's name or code, in whatever case, a region left aside ("pt-BR"); "und" where it is not known. */
export function languageCode(name: string): string {
  const plain = name.trim().toLowerCase();
  return codes[plain] ?? codes[plain.split(/[-_ (]/)[0] ?? ''] ?? 'und';
}
