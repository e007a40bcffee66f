import { z } from 'zod';
import { passed, rejected, textFilter } from './filter';
import { fencedBlocks } from '../../foundations/text/prose';

const fields = {
  json: z.boolean().default(true).describe('Reject responses with JSON that does not parse.'),
};

/** JSON in a response that does not parse: blocks marked as JSON, and a whole response where JSON is what was asked for. */
export const json = textFilter({
  name: 'json',
  version: 1,
  stage: 'pair',
  fields,
  isOn: ({ json }) => json,
  check: ({ instruction, response }) => {
    const blocks = fencedBlocks(response).flatMap(({ info, content }) =>
      /^json\b/.test(info) ? [content] : [],
    );
    const whole = response.trim();
    const isWhole = /\bjson\b/i.test(instruction) && /^[[{][\s\S]*[\]}]$/.test(whole);
    for (const text of isWhole ? [whole] : blocks) {
      const problem = problemOf(text);
      if (problem !== undefined) return rejected(`the response has JSON that does not parse: ${problem}`);
    }
    return passed;
  },
});

/** One value, or one on each line. A block that is cut short on purpose is no JSON that is meant to parse. */
function problemOf(text: string): string | undefined {
  if (text.trim() === '' || /^\s*(?:\.{3}|…),?\s*$/m.test(text)) return undefined;
  const problem = parse(text);
  if (problem === undefined) return undefined;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.every((line) => parse(line) === undefined) ? undefined : problem;
}

function parse(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
