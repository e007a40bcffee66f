/**
 * A text with its mathematics in plain signs: LaTeX, Markdown's emphasis, raised digits and the many signs for one operation become
 * `+ - * / ^ = ≈ ≤ ≥ ( )`. What is no mathematics stays.
 *
 * @param isLetterX Whether an "x" beside a number is a letter; a sign for times it is then between spaces only.
 */
export function plainMath(text: string, isLetterX = false): string {
  return plainSigns(withoutTex(text), isLetterX);
}

function withoutTex(text: string): string {
  let plain = text
    .replace(/<<[^<>\n]*>>/g, '') // marks of a calculator, as in GSM8K
    .replace(/\$\$/g, ' ')
    // Pandoc's rule for dollars around mathematics: nothing white inside of them, no digit behind.
    .replace(/(?<![\\$\w])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![\d$])/g, ' $1 ');
  plain = plain.replace(/\^\s*\{([^{}]*)\}/g, '^($1)');
  if (!plain.includes('\\')) return plain;
  plain = plain
    .replace(/\\\$/g, '$')
    .replace(/\\%/g, '%')
    .replace(/\\[()[\]]/g, ' ')
    .replace(/\\(?:left|right|big|Big|bigg|Bigg|displaystyle|quad|qquad)\b|\\[,;:! ]/g, ' ')
    .replace(/\{,\}/g, ',')
    .replace(/\\begin\{[^}]*\}|\\end\{[^}]*\}/g, '\n')
    .replace(/\\\\/g, '\n')
    .replace(/&(?=\s*(?:=|\\))/g, ' ')
    .replace(/\^\s*\{?\\circ\}?/g, '°')
    .replace(/\\(?:times|cdot|ast)(?![a-z])/g, ' * ')
    .replace(/\\div(?![a-z])/g, ' / ')
    .replace(/\\(?:approx|thickapprox|simeq)(?![a-z])/g, ' ≈ ')
    .replace(/\\(?:leq?|leqslant)(?![a-z])/g, ' ≤ ')
    .replace(/\\(?:geq?|geqslant)(?![a-z])/g, ' ≥ ')
    .replace(/\\neq?(?![a-z])/g, ' ≠ ')
    .replace(/\\pm(?![a-z])/g, ' ± ')
    .replace(/\\pi(?![a-z])/g, 'π')
    .replace(/\\(?:implies|Rightarrow|rightarrow|to|therefore|Longrightarrow)(?![a-zA-Z])/g, ' ⇒ ');
  // From the inside out, so that nested fractions and roots are read.
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain
      .replace(/\\(?:text|mathrm|mathbf|textbf|mbox|operatorname|boxed|fbox)\s*\{([^{}]*)\}/g, ' $1 ')
      // "2\tfrac{5}{6}" is a mixed number, as "2 5/6" is.
      .replace(
        /(?<![\d.,^_{}])(\d+)\s*\\[dtc]?frac\s*(?:\{(\d+)\}\s*\{(\d+)\}|(\d)\s*(\d))/g,
        (all, whole: string, top: string | undefined, below: string | undefined, a: string, b: string) =>
          Number(top ?? a) < Number(below ?? b) ? ` ${whole} ${top ?? a}/${below ?? b} ` : all,
      )
      .replace(/\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, ' (($1)/($2)) ')
      .replace(/\\[dtc]?frac\s*(\d)\s*(\d)/g, ' ($1/$2) ')
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, ' sqrt($1) ')
      .replace(/\^\s*\{([^{}]*)\}/g, '^($1)')
      .replace(/_\s*\{([^{}]*)\}/g, '_$1');
  }
  return plain;
}

const raised: Readonly<Record<string, string>> = {
  '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁻': '-', 'ⁿ': 'n',
}; // prettier-ignore
const parts: Readonly<Record<string, string>> = {
  '½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅖': '2/5', '⅗': '3/5', '⅘': '4/5', '⅙': '1/6', '⅚': '5/6', '⅛': '1/8',
  '⅜': '3/8', '⅝': '5/8', '⅞': '7/8',
}; // prettier-ignore

function plainSigns(text: string, isLetterX: boolean): string {
  return text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+/g, (signs) => `^(${[...signs].map((sign) => raised[sign]).join('')})`)
    .replace(/(\d)?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g, (_, whole: string | undefined, part: string) =>
      whole === undefined ? `(${parts[part]})` : `${whole} ${parts[part]}`,
    )
    .replace(/(?<![\d)\s]|^)\*\*(?=\S)|(?<=\S)\*\*(?![\s]*[\d(])|\*\*(?=[^\s\d(*])/g, ' ') // bold
    .replace(/\*\*(?=[$€£]?\d[^*\n]*\*\*)/g, ' ')
    .replace(/(?<=\d|\))\s*\*\*\s*(?=[\d(])/g, '^')
    .replace(/\*\*/g, ' ')
    .replace(/[×·∙⋅∗•✕✖]/g, (sign, at: number, all: string) =>
      sign === '•' && /^\s*$/.test(all.slice(all.lastIndexOf('\n', at) + 1, at)) ? ' ' : '*',
    )
    .replace(
      isLetterX ? /(?<=[\d)%]) +[xX] +(?=[$€£(]?\.?\d)/g : /(?<=[\d)%])\s*[xX]\s*(?=[$€£(]?\.?\d)/g,
      ' * ',
    )
    .replace(/(?<=\p{L}{2})\s+[xX]\s+(?=[$€£(]?\.?\d)/gu, ' * ')
    .replace(/(?<=\d)(?:\.{3}|…)/g, '')
    .replace(/(?<![\d.])\.(?=\d)/g, '0.')
    .replace(/÷/g, '/')
    .replace(/[−–‒]/g, '-')
    .replace(/√\s*\(/g, ' sqrt(')
    .replace(/√\s*([\d.,]+|\p{L})/gu, ' sqrt($1)')
    .replace(/<=|⩽/g, '≤')
    .replace(/>=|⩾/g, '≥')
    .replace(/!=/g, '≠')
    .replace(/~=|≃|≅|∼/g, '≈')
    .replace(/[==]=|⟹|→|⇒|=>|->/g, ' ⇒ ')
    .replace(/[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, ',')
    .replace(/[\u00a0\u202f\u2009]/g, ' ');
}
