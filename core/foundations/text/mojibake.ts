/** What the bytes 0x80 to 0x9F are in Windows-1252; the five that are nothing there stay what they are in Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const continuation = `[${windows1252}\u00a0-\u00bf]`;
/** One character of UTF-8 whose bytes were read one by one: a lead byte and as many continuations as it announces. */
const misread = new RegExp(`[Â-ß]${continuation}|[à-ï]${continuation}{2}|[ð-ô]${continuation}{3}`, 'gu');
/** May follow a letter in honest text: “SPAẞ”, “perché…”. */
const closing = /^.[’”“»›‘…–—.\u00a0]+$/u;

/** Characters of a text that were UTF-8 and were read as Latin-1 or Windows-1252: "Ã©" for "é", "â€™" for "’". */
export function mojibakeIn(text: string): readonly string[] {
  const found = text.match(misread) ?? [];
  return found.filter((one) => (one.startsWith('â€') || !closing.test(one)) && isUtf8(one));
}

function isUtf8(characters: string): boolean {
  const bytes = [...characters].map((character) => {
    const at = windows1252.indexOf(character);
    return at < 0 ? character.charCodeAt(0) : 0x80 + at;
  });
  return !Buffer.from(bytes).toString('utf8').includes('\ufffd');
}
