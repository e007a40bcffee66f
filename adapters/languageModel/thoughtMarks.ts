import type { LlamaModel, Token } from 'node-llama-cpp' with { 'resolution-mode': 'import' };

/**
 * What models put around their thinking, and before what they say after it. As tokens of their own that are for the machine alone they would
 * be missing in the text, and a thought would run into the answer: they are written out, and whoever reads the answer tells them apart.
 */
const marks = [
  ...['<think>', '</think>', '<thinking>', '</thinking>', '<thought>', '</thought>'],
  ...[
    '<reasoning>',
    '</reasoning>',
    '<seed:think>',
    '</seed:think>',
    '[THINK]',
    '[/THINK]',
    '◁think▷',
    '◁/think▷',
  ],
  ...['<|begin_of_thought|>', '<|end_of_thought|>', '<|begin_of_solution|>', '<|end_of_solution|>'],
  ...['<|START_THINKING|>', '<|END_THINKING|>', '<|START_RESPONSE|>', '<|END_RESPONSE|>'],
  ...['<|channel|>', '<|message|>', '<|start|>', '<|end|>', '<|return|>'],
];

/** Those of a model's tokens that are such a mark. */
export function thoughtMarksOf(model: LlamaModel): ReadonlySet<Token> {
  const tokens = marks.flatMap((mark) => {
    const written = model.tokenize(mark, true);
    return written.length === 1 ? written : [];
  });
  return new Set(tokens.filter((token) => model.isSpecialToken(token)));
}
