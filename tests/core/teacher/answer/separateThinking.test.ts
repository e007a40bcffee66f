import { separateThinking, type ThinkingHints } from '../../../../core/teacher/answer/separateThinking';

const known: ThinkingHints = { thinks: true };

describe('thinking is told from the answer that follows it', () => {
  test.each<[string, string, string, string]>([
    ['in <think>', '<think>\nTwo and two.\n</think>\n\nFour.', 'Two and two.', 'Four.'],
    ['after blanks', '\n \uFEFF<think>Hm.</think>Four.', 'Hm.', 'Four.'],
    ['in any case', '<Think>Hm.</THINK> Four.', 'Hm.', 'Four.'],
    ['in <thinking>', '<thinking>Hm.</thinking>\nFour.', 'Hm.', 'Four.'],
    ['in <thought>', '<thought>Hm.</thought>\nFour.', 'Hm.', 'Four.'],
    ['in <reasoning>', '<reasoning>Hm.</reasoning>\nFour.', 'Hm.', 'Four.'],
    ["in Seed-OSS's marks", '<seed:think>Hm.</seed:think>Four.', 'Hm.', 'Four.'],
    ["in Magistral's marks", '[THINK]Hm.[/THINK]Four.', 'Hm.', 'Four.'],
    ["in Kimi's marks", '◁think▷Hm.◁/think▷Four.', 'Hm.', 'Four.'],
    [
      "in OpenThinker's marks",
      '<|begin_of_thought|>\n\nHm.\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\nFour.\n\n<|end_of_solution|>',
      'Hm.',
      'Four.',
    ],
    [
      "in Command A's marks",
      '<|START_THINKING|>Hm.<|END_THINKING|><|START_RESPONSE|>Four.<|END_RESPONSE|>',
      'Hm.',
      'Four.',
    ],
    [
      "in gpt-oss's channels",
      '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>',
      'Hm.',
      'Four.',
    ],
    [
      "in gpt-oss's channels, before an answer in a format",
      '<|start|>assistant<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{"a":4}',
      'Hm.',
      '{"a":4}',
    ],
    [
      "in gpt-oss's channels that lost their marks",
      'analysisThe user asks.assistantfinalFour.',
      'The user asks.',
      'Four.',
    ],
    ['with nothing in it', '<think>\n\n</think>\n\nFour.', '', 'Four.'],
    ['in several thoughts', '<think>One.</think>\n<think>Two.</think>\nFour.', 'One.\n\nTwo.', 'Four.'],
    ['before JSON', '<think>{"a": 3}?</think>{"a": 4}', '{"a": 3}?', '{"a": 4}'],
    [
      'before a tool call',
      '<think>I call it.</think>\n<tool_call>{}</tool_call>',
      'I call it.',
      '<tool_call>{}</tool_call>',
    ],
    ['that nothing closes', '<think>I wonder whether', 'I wonder whether', ''],
    ["that nothing closes, in gpt-oss's channel", '<|channel|>analysis<|message|>I wonder', 'I wonder', ''],
    ['whose beginning the template wrote', 'Two and two.\n</think>\n\nFour.', 'Two and two.', 'Four.'],
    [
      'whose beginning the template wrote, on the same line',
      'Two and two.</think>Four.',
      'Two and two.',
      'Four.',
    ],
    ['whose beginning the template wrote, at the end', 'I am done.\n</think>', 'I am done.', ''],
    ['of Magistral, whose beginning the template wrote', 'Hm.[/THINK]Four.', 'Hm.', 'Four.'],
    [
      'that speaks of its own mark',
      '<think>They mean `<think>`.</think>Four.',
      'They mean `<think>`.',
      'Four.',
    ],
  ])('%s', (_name, said, thinking, text) => {
    expect(separateThinking(said)).toEqual({ text, thinking });
    expect(separateThinking(said, known)).toEqual({ text, thinking });
  });

  test('also in doubt, where the model is known to think', () => {
    const opened = 'so it is four </think> Four.';
    expect(separateThinking(opened)).toEqual({ text: opened });
    expect(separateThinking(opened, known)).toEqual({ text: 'Four.', thinking: 'so it is four' });
    const short = '<think> and so on </think> four it is';
    expect(separateThinking(short, known)).toEqual({ text: 'four it is', thinking: 'and so on' });
  });
});

describe('an answer that speaks of such marks stays whole', () => {
  test.each([
    ['that it explains', 'The tag <think> opens the thinking of a model, and </think> closes it.'],
    ['that it begins with, in code', '`<think>` opens the thinking of a model.\n`</think>` closes it.'],
    ['that it begins with', '<think> and </think> are the tags that reasoning models use.'],
    [
      'in a block of code',
      'Write it so:\n\n```xml\n<think>\nA thought.\n</think>\nAn answer.\n```\n\nThat is all.',
    ],
    [
      'in a block of code that shows the end alone',
      'Look for its end:\n\n```\n</think>\n```\n\nThen read on.',
    ],
    ['in a block of code at the very beginning', '```\n<think>A thought.</think>\n```'],
    ['in quotes', 'The thinking ends with "</think>"\nand then the answer begins.'],
    ['at the end of a line', 'The thinking ends with </think>\nand then the answer begins.'],
    ['after its first words', 'Here you are.\n<think>A thought in a play.</think>\nCurtain.'],
    ['in another form', '<thinker>Rodin</thinker>'],
    ['of which it is not one', 'Analysis of the text: it is final.'],
    ['that it lacks', '  Four.\n'],
    ['being empty', ''],
  ])('%s', (_name, said) => {
    expect(separateThinking(said)).toEqual({ text: said });
  });

  test.each([
    'The tag <think> opens the thinking of a model, and </think> closes it.',
    'Look for its end:\n\n```\n</think>\n```\n\nThen read on.',
    'The thinking ends with `</think>`, and then the answer begins.',
    'The thinking ends with </think>, and then the answer begins.',
    'Here you are.\n<think>A thought in a play.</think>\nCurtain.',
  ])('also of a model that thinks: %s', (said) => {
    expect(separateThinking(said, known)).toEqual({ text: said });
  });

  test('where the server has told the thinking apart already', () => {
    const said = 'It ends so.\n</think>\nThat is all.';
    expect(separateThinking(said, { thinks: true, isApart: true })).toEqual({ text: said });
  });
});
