import { lostDetail, numbersIn } from '../../../../core/foundations/text/keptDetails';
import { seededRandom } from '../../../../core/foundations/seededRandom';

describe('a paraphrase keeps what must not change', () => {
  it.each([
    ['A bus has 40 seats.', 'A bus with 40 places.'],
    ['Divide 1,000 by 8.', 'What is 1000 / 8?'],
    ['Divide 1 000 by 8.', 'What is 1,000 divided by 8?'],
    ["Zurich pays 1'000'000 francs.", 'The sum that Zurich pays is 1,000,000 francs.'],
    ['A discount of 2,5 percent', 'The discount is 2.5 percent'],
    ['Name three birds.', 'Give me 3 birds.'],
    ['What is −5 + 2?', 'Add 2 to -5.'],
    ['Half of it is ½.', 'It is ½ in half.'],
    ['Pages 3-5 are missing.', 'Missing are the pages 3-5.'],
    ['Explain the word "brave".', 'What does “brave” mean?'],
    ["What does 'don't panic' mean?", 'Tell the meaning of ‘don’t panic’.'],
    ["What's Anna's plan?", 'Which plan does Anna have?'],
    ['Run `npm test` in Lisbon.', 'In Lisbon, start `npm test`.'],
    ['See https://example.org/a?b=1.', 'Look at https://example.org/a?b=1, please.'],
    ['Paris is old. Is it?', 'Is it old, Paris?'],
    ['I think so.', 'So I believe.'],
    ['Qual è il 3° giorno?', 'Il 3° giorno: qual è?'],
  ])('%s → %s', (before, after) => {
    expect(lostDetail(before, after, 'en')).toBeUndefined();
  });

  it.each([
    ['A bus has 40 seats.', 'A bus with many places.', 'loses the number “40”'],
    ['Divide 1,000 by 8.', 'Divide 100 by 8.', 'loses the number “1000”'],
    ['Name three birds.', 'Name some birds.', 'loses the number “3”'],
    ['Name some birds.', 'Name five birds.', 'adds the number “5”'],
    ['What is 5 + 2?', 'What is -5 + 2?', 'loses the number “5”'],
    ['Call 0142.', 'Call 142.', 'loses the number “0142”'],
    ['In 2021 100 people came.', 'In 2021 1000 people came.', 'loses the number “100”'],
    ['What is 10²?', 'What is 10?', 'loses the number “²”'],
    ['Explain the word "brave".', 'Explain the word "bold".', 'loses the quotation “brave”'],
    ['Run `npm test` now.', 'Run `npm start` now.', 'loses the code “npm test”'],
    ['Plan a day in Lisbon.', 'Plan a day in Barcelona.', 'loses the name “Lisbon”'],
    ['Plan a day by the sea.', 'Plan a day in Barcelona.', 'adds the name “Barcelona”'],
    ['NASA did what?', 'The agency did what?', 'loses the name “NASA”'],
    ['Write to ana@example.org.', 'Write to Ana.', 'loses the address “ana@example.org”'],
  ])('%s → %s: %s', (before, after, reason) => {
    expect(lostDetail(before, after, 'en')).toBe(reason);
  });

  it('compares a code block as a whole, white space aside', () => {
    const block = (code: string): string => `Mend this:\n\`\`\`py\n${code}\n\`\`\``;
    expect(lostDetail(block('x = 1'), block('x  =  1'), 'en')).toBeUndefined();
    expect(lostDetail(block('x = y'), block('x = z'), 'en')).toBe('loses the code “x = y”');
  });

  it('leaves nouns of German alone, which are all capitalised', () => {
    expect(lostDetail('Wie backt man ein Brot?', 'Wie entsteht ein Laib im Ofen?', 'de')).toBeUndefined();
  });

  it('never faults a text against itself, whatever its characters', () => {
    const pieces = [
      '3',
      '1,000',
      '−7',
      '½',
      ' ',
      ' ',
      '.',
      '"',
      "'",
      '“',
      '”',
      '`',
      '```\n',
      'Ana',
      "Ana's",
      'NASA',
      'ß',
      '漢字',
      '٣',
      '😀',
      '\n',
      'x_1',
      '3rd',
      '10cm',
      'a@b.de',
      '-',
      '(',
      'I',
    ];
    for (let seed = 0; seed < 400; seed++) {
      const random = seededRandom(seed, 'texts');
      const text = Array.from(
        { length: 1 + random.below(14) },
        () => pieces[random.below(pieces.length)],
      ).join('');
      expect([text, lostDetail(text, text, 'en')]).toEqual([text, undefined]);
    }
  });

  it('reads a number alike with any separator of thousands', () => {
    for (let seed = 0; seed < 200; seed++) {
      const number = seededRandom(seed, 'numbers').below(2 ** 31);
      const digits = String(number);
      for (const separator of [',', ' ', '\u00a0', '\u202f', "'", '’']) {
        const grouped = digits.replace(/\B(?=(\d{3})+$)/g, separator);
        expect([grouped, [...numbersIn(`It is ${grouped}.`, 'fr')]]).toEqual([grouped, [digits]]);
      }
    }
  });
});
