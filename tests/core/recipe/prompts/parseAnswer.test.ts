import { z } from 'zod';
import { parseAnswer } from '../../../../core/recipe/prompts/parseAnswer';
import { ourPrompt } from '../../../support/ourPrompts';
import { instances } from '../../../../core/recipe/prompts/paper';

const file = ourPrompt('instances');
const read = (text: string) => parseAnswer(file, text, instances)?.instances.map(({ input }) => input);

describe('the JSON in an answer', () => {
  test.each([
    ['alone', '{"instances": [{"input": "a"}]}'],
    ['in a code fence', '```json\n{"instances": [{"input": "a"}]}\n```'],
    ['among sentences with braces', 'With {care}: {"instances": [{"input": "a"}]} {done}'],
    ['after a thought', '<think>{"instances": [{"input": "no"}]}</think> {"instances": [{"input": "a"}]}'],
    ['after a brace that is never closed', 'I begin with { and "then":\n{"instances": [{"input": "a"}]}'],
    ['before an object of another kind', '{"instances": [{"input": "a"}]} {"confidence": 1}'],
  ])('is read %s', (_, text) => {
    expect(read(text)).toEqual(['a']);
  });

  test('keeps braces and quotes that are in its strings', () => {
    const input = 'a } "b" \\ { {{ c }}';
    expect(read(`So: ${JSON.stringify({ instances: [{ input }] })} (see {above})`)).toEqual([input]);
  });

  test.each([
    ['nothing', ''],
    ['no object', '[1, 2]'],
    ['an object that was cut', '{"instances": [{"input": "a"}'],
    ['an object of another shape', '{"inputs": []}'],
    ['what the schema of the prompt forbids', '{"instances": []}'],
    ['a field that the schema does not know', '{"instances": [{"input": "a", "output": "b"}]}'],
  ])('is not found in %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('is checked by the schema of the prompt, whatever its reader would take', () => {
    expect(parseAnswer(file, '{"anything": 1}', z.unknown())).toBeUndefined();
    expect(parseAnswer(ourPrompt('respond'), '{"anything": 1}', z.unknown())).toEqual({ anything: 1 });
  });

  test('is looked for in time, whatever the answer', () => {
    expect(read('{"'.repeat(100_000))).toBeUndefined();
    expect(read('{'.repeat(200_000))).toBeUndefined();
  });
});
