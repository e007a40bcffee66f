import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalisedInstruction } from '../../../../core/screening/novelty/normalisedInstruction';
import { noveltyTokens } from '../../../../core/screening/novelty/noveltyTokens';
import { rougeTokens } from '../../../../core/foundations/text/rouge';

test('English is divided as rouge-score divides it', () => {
  const seeds = readFileSync(join(__dirname, '../../../../recipes/seeds/quickstart.jsonl'), 'utf8');
  const texts = seeds
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { instruction: string }).instruction);
  for (const text of [...texts, 'Größe: café naïve, 3.5 km', '', '?!'])
    expect(noveltyTokens(text)).toEqual(rougeTokens(text));
});

test.each([
  ['Russian', 'Назовите три реки.', ['назовите', 'три', 'реки']],
  ['Greek', 'Γράψε ένα ποίημα!', ['γράψε', 'ένα', 'ποίημα']],
  ['Arabic', 'اكتب قصيدة', ['اكتب', 'قصيدة']],
  ['Hindi', 'एक कविता लिखो', ['एक', 'कविता', 'लिखो']],
])('%s is divided into its words', (_, text, words) => {
  expect(rougeTokens(text)).toEqual([]);
  expect(noveltyTokens(text)).toEqual(words);
});

test('Chinese and Japanese, which have no spaces, are divided too', () => {
  expect(noveltyTokens('请写一首关于秋天的诗。').length).toBeGreaterThan(3);
  expect(noveltyTokens('秋についての詩を書いてください。').length).toBeGreaterThan(3);
});

test('case, white space, punctuation and forms of letters do not make another instruction', () => {
  const plain = normalisedInstruction('List three rivers, please');
  expect(normalisedInstruction('  LIST  three\nrivers please!! ')).toBe(plain);
  expect(normalisedInstruction('Ｌｉｓｔ three rivers, please')).toBe(plain);
});

test('signs and powers that mean something do', () => {
  const different = [
    'What is C?',
    'What is C#?',
    'What is 10²?',
    'What is 102?',
    'What is 2 + 3?',
    'What is 2 - 3?',
  ];
  expect(new Set(different.map(normalisedInstruction)).size).toBe(different.length);
});
