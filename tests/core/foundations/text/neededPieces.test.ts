import { firstMatch } from '../../../../core/foundations/text/lowered';
import { mayFind, neededBy } from '../../../../core/foundations/text/neededPieces';
import { harmfulWords, harmlessContext } from '../../../../core/screening/safety/harmfulWords';
import { deeds } from '../../../../core/screening/filters/deeds';
import { foundIn } from '../../../../core/screening/filters/lexicon';
import { live } from '../../../../core/screening/filters/live';
import { ownChoice, ownLife, ownMatter } from '../../../../core/screening/filters/ownLife';
import { standings } from '../../../../core/screening/filters/standings';
import { heldOutPairs, judgedInstructions } from '../../../../benchmarks/qualityData';

test.each([
  [/red (?:car|bike)/u, 'my red bike', 'my red boat'],
  [/(?:give|send) me.{0,9}keys?\b/u, 'send me the key', 'send me the book'],
  [/colou?rs?/u, 'the color', 'the cooler'],
  [/^(?:please )?(?!not )open(?= the door)/u, 'open the door', 'open a window'],
  [/(?<=the )house of [\p{L}]+/u, 'in the house of Tom', 'in the home of Tom'],
  [/\bgray|grey\b/u, 'grey', 'green'],
  [/(?:abc){2,}d?/u, 'abcabc', 'abacab'],
  [/reali[sz]e/u, 'realize', 'reality'],
])('%s may find something in %j, and can find nothing in %j', (pattern, one, other) => {
  expect([mayFind(pattern, one), mayFind(pattern, other)]).toEqual([true, false]);
});

test.each([/\d+/u, /a?b?/u, /(?:word|\p{L})+/u, /xy|.*/u, /(?:sentence)*/u, /(?!nothing)/u])(
  '%s may find something anywhere',
  (pattern) => expect(mayFind(pattern, 'anything at all')).toBe(true),
);

test('letters count as the flags i and u compare them', () => {
  expect(/sink/iu.test('\u017fin\u212a')).toBe(true);
  expect(mayFind(/sink/iu, '\u017fin\u212a')).toBe(true);
  expect(mayFind(/SINK/iu, 'A sink')).toBe(true);
});

test('what is not read here is tried', () => {
  expect(neededBy('(?<name>abc)\\k<name>')).not.toBeNull();
  expect(neededBy('a**')).toBeNull();
  expect(neededBy('(?i:abc)')).toBeNull();
});

/** Whole texts, their halves, and what stands between: what a pattern finds in one is often cut off in another. */
const texts = [
  ...judgedInstructions().map(({ instruction }) => instruction),
  ...heldOutPairs().flatMap(({ task }) => [task.instruction, task.response.slice(0, 400)]),
].flatMap((text) => [text, text.slice(0, text.length / 2), text.slice(text.length / 2).toUpperCase()]);

const lexicons = { live, standings, deeds, ownLife, ownChoice, ownMatter, harmlessContext, ...harmfulWords };

test.each(Object.entries(lexicons))('of %s the same is found in every text that we have', (_, lexicon) => {
  for (const pattern of Object.values(lexicon).flat()) {
    const found = (text: string) => (mayFind(pattern, text) ? firstMatch(pattern, text) : undefined);
    const others = texts.filter((text) => found(text) !== pattern.exec(text)?.[0]);
    expect(others).toEqual([]);
  }
});

test.each([
  [/\bsink\b/iu, 'A \u017fIN\u212a!'],
  [/größe/iu, 'GRÖ\u1e9eE'],
  [/\p{L}+i/iu, 'x\u0130I i'],
  [/^[^a-f]+$/iu, 'Zz'],
  [/Haben Sie/u, 'haben sie'],
  [/I'm \p{Lu}/iu, "i'm a"],
  [/^[\p{L}'-]+ \p{L}+$/iu, 'Łódź-ªɏ ĲSSELß'],
  [/^[\p{L}’-]+ [^\p{L}]+ \p{L}+$/iu, 'Жук’s — “!” Ωμέγα'],
  [/(?<!\p{L})[[\]\p{L}]+/iu, '“[Été]” ×÷ no'],
])('%s finds in %j what it finds by itself', (pattern, text) => {
  expect(firstMatch(pattern, text)).toBe(pattern.exec(text)?.[0]);
});

test('the first pattern of a language counts, or of any where none is known', () => {
  const lexicon = { en: [/blue bird/u, /bird/u], de: [/vogel/u] };
  expect(foundIn('a bird, a blue bird', 'en', lexicon)).toBe('blue bird');
  expect(foundIn('vogel', 'en', lexicon)).toBeUndefined();
  expect(foundIn('vogel', 'und', lexicon)).toBe('vogel');
  expect(foundIn('bird', 'toString', lexicon)).toBeUndefined();
});
