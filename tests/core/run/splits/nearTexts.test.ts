import { rougeL } from '../../../../core/foundations/text/rouge';
import { seededRandom } from '../../../../core/foundations/seededRandom';
import { nearDuplicate } from '../../../../core/run/splits/closeGroups';
import { Joined } from '../../../../core/run/splits/joined';
import { NearTexts } from '../../../../core/run/splits/nearTexts';

/** Groups by an alignment of every two texts. */
function groupsOfAll(texts: readonly string[]): number[] {
  const joined = new Joined();
  for (const [at, text] of texts.entries()) {
    joined.add();
    for (let other = 0; other < at; other += 1)
      if (rougeL(text, texts[other]!).fmeasure > nearDuplicate) joined.join(at, other);
  }
  return texts.map((_, at) => joined.firstOf(at));
}

function groupsFound(texts: readonly string[]): number[] {
  return foundWith(texts, joinedAlone(texts.length));
}

function joinedAlone(count: number): Joined {
  const joined = new Joined();
  for (let at = 0; at < count; at += 1) joined.add();
  return joined;
}

function foundWith(texts: readonly string[], joined: Joined): number[] {
  const near = new NearTexts();
  for (const text of texts) near.add(text);
  for (const _ of near.join(nearDuplicate, joined));
  return texts.map((_, at) => joined.firstOf(at));
}

/** Instances of templates: those of one are near to each other, and by equal numbers to a few of the template beside it. */
function instancesOf(templates: number, count: number): string[] {
  const random = seededRandom(11, 'instances');
  return Array.from({ length: count }, () => {
    const template = random.below(templates);
    const beside = Math.floor(template / 2);
    const numbers = `${random.below(4)} and ${random.below(400)}`;
    return `own${template} one${template} shared${beside} given${beside} how many are left of ${numbers}`;
  });
}

test.each([
  ['few words that come again and again', 12, 1, 20],
  ['many words', 300, 1, 20],
  ['long texts', 200, 30, 90],
])('those near to each other are found as by every comparison: %s', (_, vocabulary, least, most) => {
  const random = seededRandom(7, `near texts of ${vocabulary}`);
  const texts: string[] = [];
  for (let at = 0; at < 250; at += 1) {
    const word = () => `w${random.below(vocabulary)}`;
    const original = random.uniform() < 0.6 ? texts[random.below(texts.length || 1)]?.split(' ') : undefined;
    // Words replaced, left out, put in and moved, from none to four in ten.
    const change = random.uniform() * 0.4;
    const changed = original?.flatMap((one) =>
      random.uniform() >= change ? [one] : [[word()], [], [one, word()], [one, one]][random.below(4)]!,
    );
    texts.push((changed ?? Array.from({ length: least + random.below(most - least) }, word)).join(' '));
  }
  const groups = groupsOfAll(texts);
  expect(new Set(groups).size).toBeLessThan(220);
  expect(groupsFound(texts)).toEqual(groups);
});

test('texts without words are near to nothing, and one text a thousand times is one group', () => {
  expect(groupsFound(['', 'a b c', '...', 'a b c', '!'])).toEqual([0, 1, 2, 1, 4]);
  expect(new Set(groupsFound(Array.from({ length: 1_000 }, () => 'Name three fruits.'))).size).toBe(1);
});

test('what is near across large groups is found as by every comparison', () => {
  const texts = [
    ...instancesOf(6, 500),
    ...instancesOf(20, 100).map((text) => text.replace(/own|one/, 'x ')),
  ];
  const groups = groupsOfAll(texts);
  expect(new Set(groups).size).toBeLessThan(20);
  expect(groupsFound(texts)).toEqual(groups);
});

test('instances of a template are not compared with each other: what a text costs does not grow with its family', () => {
  const questionsOfJoins = (count: number): number => {
    const texts = instancesOf(3, count);
    const joined = joinedAlone(count);
    const first = new Map<string, number>();
    for (const [at, text] of texts.entries()) {
      const family = text.split(' ')[0]!;
      joined.join(at, first.get(family) ?? at);
      first.set(family, first.get(family) ?? at);
    }
    const asked = jest.spyOn(joined, 'areJoined');
    foundWith(texts, joined);
    return asked.mock.calls.length / count;
  };
  const [few, many] = [questionsOfJoins(1_000), questionsOfJoins(8_000)];
  expect(many).toBeLessThan(1.5 * few);
});
