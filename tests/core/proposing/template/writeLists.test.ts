import {
  listsToWrite,
  writeListInquiry,
  type WrittenList,
} from '../../../../core/proposing/template/writeLists';
import type { TeacherAnswer, TeacherRequest } from '../../../../core/teacher/request';
import { runSetup } from '../testSetup';
import { recipeWith } from './testTemplates';

const list = { name: 'shops', wanted: 'kinds of small business', count: 4 };

function answer(text: string): TeacherAnswer {
  return { text, finishReason: 'stop', promptTokens: 1, completionTokens: 1, requestId: '' };
}

function hold(
  answers: readonly string[],
  role: Parameters<typeof runSetup>[1] = {},
): { outcome: WrittenList; requests: TeacherRequest[] } {
  const inquiry = writeListInquiry(runSetup({}, role), list);
  const requests: TeacherRequest[] = [];
  let step = inquiry.next();
  while (!step.done) {
    requests.push(...step.value);
    step = inquiry.next([answer(answers[requests.length - 1] ?? '')]);
  }
  return { outcome: step.value, requests };
}

const json = (...values: string[]): string => JSON.stringify({ values });

test('lists to write are the shared ones and those of single slots', () => {
  const recipe = recipeWith({
    lists: { shops: { teacher: 'shops', count: 4 }, fixed: { values: [1] } },
    templates: [{ name: 'one', slots: { tool: { teacher: 'tools' } }, instruction: '{{ tool }}' }],
  });
  expect(listsToWrite(recipe)).toEqual([
    { name: 'shops', wanted: 'shops', count: 4 },
    { name: 'one.tool', wanted: 'tools', count: 20 },
  ]);
});

test('the teacher is asked again, shown what is there, until there are enough different values', () => {
  const { outcome, requests } = hold([
    json('bakery', 'Bakery', 'a bakery', ' tailor. '),
    json('tailor', 'café', 'florist', 'kiosk'),
  ]);
  expect(outcome).toEqual({
    values: ['bakery', 'tailor', 'café', 'florist'].map((value) => ({ value, weight: 1 })),
  });
  expect(requests.map(({ sample }) => sample)).toEqual(['list/shops/0', 'list/shops/1']);
  expect(requests[0]?.schema?.name).toBe('slot_values');
  expect(JSON.stringify(requests[0]?.prompt)).toMatch('List 4 kinds of small business.');
  expect(JSON.stringify(requests[1]?.prompt)).toMatch(/List 2 kinds.*- bakery\\n- tailor/);
});

test('a small model continues a numbered list', () => {
  const { outcome, requests } = hold([' bakery\n2. tailor\n3. bakery\n4. tailor', ' café\n4. kiosk\n'], {
    small: true,
  });
  expect(outcome).toMatchObject({
    values: [{ value: 'bakery' }, { value: 'tailor' }, { value: 'café' }, { value: 'kiosk' }],
  });
  const prompts = requests.map(({ prompt }) => (prompt.kind === 'completion' ? prompt.prompt : ''));
  expect(prompts[0]?.endsWith('Many different kinds of small business:\n1.')).toBe(true);
  expect(prompts[1]?.endsWith('business:\n1. bakery\n2. tailor\n3.')).toBe(true);
  expect(requests[0]?.schema).toBeUndefined();
});

test('after eight rounds half of the values will do, and less is unreadable', () => {
  expect(hold(Array<string>(20).fill(json('bakery', 'tailor'))).outcome).toMatchObject({
    values: [{ value: 'bakery' }, { value: 'tailor' }],
  });
  const { outcome, requests } = hold(Array<string>(20).fill('I would rather not.'));
  expect(requests.length).toBe(8);
  expect(outcome).toMatchObject({
    unreadable: 'The teacher was asked 8 times for 4 kinds of small business, and wrote 0 different ones.',
  });
});

test('what is no short value is left out', () => {
  const long = 'a shop that sells everything that anybody could ever want to buy on a rainy day';
  expect(hold([json(long, 'bakery', '', '"kiosk"', '- tailor'), json('café')]).outcome).toMatchObject({
    values: [{ value: 'bakery' }, { value: 'kiosk' }, { value: 'tailor' }, { value: 'café' }],
  });
});
