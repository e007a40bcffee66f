import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyFilters, type Subject } from '../../../core/screening/filters/filter';
import { NoveltyIndex } from '../../../core/screening/novelty/noveltyIndex';
import { noveltyTokens } from '../../../core/screening/novelty/noveltyTokens';
import { textContext, textFilters } from './filters/screening';

interface Pair {
  readonly instruction: string;
  readonly input?: string;
  readonly response: string;
}

const folder = join(__dirname, 'goodPairs');
const languages = readdirSync(folder).map((file) => file.replace('.json', ''));
const pairsIn = (language: string): readonly Pair[] =>
  JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')) as Pair[];

test.each(languages)('no default filter rejects one of twenty good pairs in %s', async (language) => {
  const pairs = pairsIn(language);
  expect(pairs).toHaveLength(20);
  const subjects = pairs.map(({ instruction, input = '', response }): Subject => {
    return {
      instruction,
      input,
      response,
      classification: false,
      finishReason: 'stop',
      language,
      strategy: null,
    };
  });
  const screenings = await applyFilters(textFilters, subjects, textContext({}, language));
  const rejections = screenings.flatMap(({ rejectedBy, failed }, index) =>
    rejectedBy || failed
      ? [{ pair: pairs[index], filter: rejectedBy?.filter, reason: rejectedBy?.reason ?? failed?.reason }]
      : [],
  );
  expect(rejections).toEqual([]);
});

/** A response as long as twenty, so that what counts repetition has something to count. */
test.each(languages)('a long good text in %s is taken for no loop', async (language) => {
  const response = pairsIn(language)
    .map((pair) => pair.response)
    .filter((text) => !text.includes('```'))
    .join('\n\n');
  const subject: Subject = {
    instruction: pairsIn(language)[6]?.instruction ?? '',
    input: '',
    response,
    classification: false,
    finishReason: 'stop',
    language,
    strategy: null,
  };
  const loops = textFilters.filter(({ name }) =>
    ['repetition', 'compression', 'echo', 'language'].includes(name),
  );
  const [screening] = await applyFilters(loops, [subject], textContext({}, language));
  expect(screening?.rejectedBy).toBeUndefined();
});

test.each(languages)('a loop in %s is found', async (language) => {
  const loops = textFilters.filter(({ name }) => name === 'repetition');
  const longest = pairsIn(language)
    .map(({ response }) => response)
    .sort((left, right) => right.length - left.length);
  const sentence = (longest.find((text) => !text.includes('```')) ?? '').split('\n')[0] ?? '';
  const subject: Subject = {
    instruction: pairsIn(language)[6]?.instruction ?? '',
    input: '',
    response: Array.from({ length: 12 }, () => sentence).join('\n'),
    classification: false,
    finishReason: 'stop',
    language,
    strategy: null,
  };
  const [screening] = await applyFilters(loops, [subject], textContext({}, language));
  expect(screening?.rejectedBy?.filter).toBe('repetition');
});

const fullWidth = (text: string): string =>
  text.replace(/[A-Za-z0-9]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
const spaced = (text: string): string => `  ${text.replaceAll(' ', '  ')} `;
const unmarked = (text: string): string => text.replace(/[.?!。？！।؟]+$/u, '');

test.each(languages)(
  'the same line twice is always found in %s, whatever its marks, spaces and widths',
  (language) => {
    for (const { instruction } of pairsIn(language)) {
      const isLatin = /^[\p{sc=Latin}\P{L}]*$/u.test(instruction);
      const again = [instruction, spaced(instruction), unmarked(instruction), `${unmarked(instruction)}!`];
      for (const text of isLatin ? again : [...again, fullWidth(instruction)]) {
        const index = new NoveltyIndex(noveltyTokens);
        index.add(instruction);
        expect([text, index.nearest(text)?.score]).toEqual([text, 1]);
      }
    }
  },
);

test.each(languages)('twenty different tasks in %s are taken for no repetitions', (language) => {
  const index = new NoveltyIndex(noveltyTokens);
  for (const { instruction } of pairsIn(language))
    expect(index.admit(instruction, 0.7)).toMatchObject({ kept: true });
});

test.each([
  ['zh', '列出五种适合初学者的运动。', '列出六种适合初学者的运动。'],
  ['zh', '用JavaScript写一个排序函数，要求代码简洁', '用JavaScript写一个排序函数，要求代码清晰'],
  ['ja', '朝食におすすめの料理を五つ挙げてください。', '朝食におすすめの料理を三つ挙げてください。'],
  [
    'ko',
    '여름 휴가 때 챙겨야 할 물건을 다섯 가지 적어 주세요.',
    '여름 휴가 때 챙겨야 할 물건을 세 가지 적어 주세요.',
  ],
  ['th', 'บอกชื่อผลไม้ไทยมา 5 ชนิด', 'บอกชื่อผลไม้ไทยมา 3 ชนิด'],
  ['ar', 'اذكر خمس فوائد لشرب الماء كل يوم.', 'اذكر ثلاث فوائد لشرب الماء كل يوم.'],
  ['he', 'מנה חמישה ירקות ירוקים שגדלים בארץ.', 'מנה שלושה ירקות ירוקים שגדלים בארץ.'],
  ['hi', 'पाँच भारतीय मसालों के नाम बताइए।', 'सात भारतीय मसालों के नाम बताइए।'],
  ['ru', 'Назовите пять полезных привычек для здоровья.', 'Назовите три полезных привычек для здоровья.'],
])('a task with a word changed is found in %s as in English', (_, first, second) => {
  const index = new NoveltyIndex(noveltyTokens);
  index.add(first);
  expect(index.nearest(second)?.score).toBeGreaterThan(0.7);
});

test.each([
  ['用JavaScript写排序', '用JavaScript画图'],
  ['Python、Java的区别', 'Python、Java的用途'],
])('%s and %s have more between them than the ASCII in them', (first, second) => {
  const index = new NoveltyIndex(noveltyTokens);
  index.add(first);
  expect(index.nearest(second)?.score).toBeLessThan(0.9);
});
