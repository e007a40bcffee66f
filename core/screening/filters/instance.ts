import { passed, rejected, textFilter } from './filter';

/** The instance rules of the released Self-Instruct code. */
export const instance = textFilter({
  name: 'instance',
  version: 2,
  stage: 'pair',
  check({ input, response }) {
    if (response.trim() === '') return rejected('the response is empty');
    if (input.trim() === response.trim()) return rejected('the response is the same as the input');
    if (/[:：]$/.test(response.trim())) return rejected('the response ends in a colon');
    if (/[:：]$/.test(input.trim())) return rejected('the input ends in a colon');
    return passed;
  },
});

/**
 * Whether the instances of one task contradict each other: the same input with different responses drops the whole task
 * (released Self-Instruct code).
 */
export function contradictoryInput(
  responses: readonly { input: string; response: string }[],
): string | undefined {
  const byInput = new Map<string, string>();
  for (const { input, response } of responses) {
    const earlier = byInput.get(input.trim());
    if (earlier !== undefined && earlier !== response.trim()) return input;
    byInput.set(input.trim(), response.trim());
  }
  return undefined;
}
