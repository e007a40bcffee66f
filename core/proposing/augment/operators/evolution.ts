import { addsNothing } from '../elimination';
import { wordsOf } from '../../../foundations/text/words';
import { answeredText, type Operator, type Variant } from '../operator';
import { rougeL } from '../../../foundations/text/rouge';

type Told = Pick<Operator, 'name' | 'description' | 'prompts' | 'draws' | 'begin'>;

/** Share of the original's words, in their order, that an instruction must have kept to count as the original and something more. */
const minKept = 0.7;

/**
 * An in-depth evolution of an instruction (Evol-Instruct, Xu et al. 2023, arXiv 2304.12244): the same task, made harder. It is
 * longer than the original by at least one word that says something; with `contains`, the original also stands in it.
 */
export function inDepth(told: Told, rule: { readonly contains: boolean }): Operator {
  return {
    ...told,
    changes: ['instruction', 'response'],
    meaning: 'changed',
    needs: [],
    leavesResponse: true,
    leavesFamily: false,
    values: ({ instruction, input }) => ({ instruction, input: input ?? '' }),
    read(answer, before) {
      const instruction = answeredText(answer, 'instruction');
      if (instruction === undefined) return { unreadable: 'the answer holds no instruction' };
      const variant: Variant = { ...before, instruction, response: undefined };
      const failed = reasonAgainst(before.instruction, instruction, rule.contains);
      return failed === undefined ? { variant } : { failed, variant };
    },
  };
}

function reasonAgainst(before: string, after: string, contains: boolean): string | undefined {
  if (addsNothing(before, after)) return 'adds nothing to the instruction';
  if (wordsOf(after).length <= wordsOf(before).length) return 'is no longer than the original';
  // Counted in the tokens of ROUGE, which knows ASCII only: in another script nothing can be told.
  const kept = rougeL(before, after).recall;
  const isTold = /[a-z0-9]/i.test(before);
  return contains && isTold && kept < minKept ? 'does not contain the original instruction' : undefined;
}

/** The instruction without its last mark, to be gone on with. */
export function openEnded(instruction: string): string {
  return instruction.trim().replace(/[\s.?!:;,]+$/u, '');
}
