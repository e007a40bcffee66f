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
    ['single quotes', "{'instances': [{'input': 'a'}]}"],
    ['curly quotes', '{“instances”: [{“input”: “a”}]}'],
    ['keys without quotes', '{instances: [{input: "a"}]}'],
    ['commas too many', '{"instances": [{"input": "a",},],}'],
    ['comments', '{"instances": [{"input": "a"}] // one\n /* will do */}'],
    [
      'a fence around it, and words around that',
      "Sure!\n```json\n{'instances': [{'input': 'a'}]}\n```\nEnjoy!",
    ],
    ['words around it', "Here {they} are: {'instances': [{'input': 'a'}]} Let me know!"],
    ['a thought before it', "<think>{'instances': 1}</think> {'instances': [{'input': 'a'}]}"],
    ['a list alone', '[{"input": "a"}]'],
    ['its closing brackets missing', '{"instances": [{"input": "a"}'],
    ['an element that was cut', '{"instances": [{"input": "a"}, {"input": "b and'],
    ['a word of an element that was cut', '{"instances": [{"input": "a"}, {"inp'],
  ])('is mended where it has %s', (_, text) => {
    expect(read(text)).toEqual(['a']);
  });

  test('keeps the apostrophes of single-quoted strings', () => {
    expect(read("{'instances': [{'input': 'it's the dogs', isn't it?'}]}")).toEqual([
      "it's the dogs', isn't it?",
    ]);
  });

  test.each([
    ['nothing', ''],
    ['no object', '[1, 2]'],
    ['an object that was cut in its first element', '{"instances": [{"input": "a'],
    ['prose, which a mender would make a string of', 'The instances: input is a, and the other input is b.'],
    ['prose with brackets', 'An input [as in "instances"] is {what is given} to a task.'],
    ['an object of another shape', '{"inputs": []}'],
    ['what the schema of the prompt forbids', '{"instances": []}'],
    ['a field that the schema does not know', '{"instances": [{"input": "a", "output": "b"}]}'],
  ])('is not found in %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('of a judge is mended in its form alone: a judgement that was cut is none', () => {
    const judge = ourPrompt('sameTask');
    const said = { difference: 'None.', same: true };
    const whole = JSON.stringify(said).replaceAll('"', "'");
    expect(parseAnswer(judge, whole, z.unknown())).toEqual(said);
    expect(parseAnswer(judge, whole.slice(0, -1), z.unknown())).toBeUndefined();
  });

  test('is checked by the schema of the prompt, whatever its reader would take', () => {
    expect(parseAnswer(file, '{"anything": 1}', z.unknown())).toBeUndefined();
    expect(parseAnswer(ourPrompt('respond'), '{"anything": 1}', z.unknown())).toEqual({ anything: 1 });
  });

  test('is looked for in time, whatever the answer', () => {
    expect(read('{"'.repeat(100_000))).toBeUndefined();
    expect(read('{'.repeat(200_000))).toBeUndefined();
    expect(read("{'a': ".repeat(30_000))).toBeUndefined();
    expect(read('{ a '.repeat(50_000))).toBeUndefined();
    expect(read('['.repeat(200_000))).toBeUndefined();
  });
});
