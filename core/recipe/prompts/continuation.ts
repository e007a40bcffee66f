import type { SamplingParameters, TeacherPrompt } from '../../teacher/request';
import type { PromptFile } from './promptFile';
import { renderPrompt } from './renderPrompt';

/**
 * The numbered list that a teacher continues with new instructions, in the words of the prompt `proposeList`. White space in the
 * examples is collapsed and a trailing colon stripped, as the released code of Self-Instruct does (yizhongw/self-instruct,
 * bootstrap_instructions.py, `encode_prompt`).
 */
export function proposalPrompt(file: PromptFile, examples: readonly string[]): TeacherPrompt {
  return renderPrompt(file, { examples: examples.map(asItem), next: examples.length + 1 });
}

/** Where a proposal answer stops, as in the released code, whose last item is 16: at an empty line, or where that item begins. */
export function proposalStop(lastItem: number): string[] {
  return ['\n\n', `\n${lastItem}`, `${lastItem}.`, `${lastItem} .`];
}

/** Sampling of proposals in the released code. */
export const paperProposalSampling: SamplingParameters = {
  temperature: 0.7,
  top_p: 0.5,
  presence_penalty: 2,
  frequency_penalty: 0,
  max_tokens: 1024,
};

/**
 * Sampling of proposals for models of a few hundred million parameters. The presence penalty of 2 makes them end the list after
 * two items, since it falls on line ends too; without any they write the same item over and over (docs/local-model.md).
 */
export const smallProposalSampling: SamplingParameters = {
  temperature: 0.8,
  top_p: 0.7,
  presence_penalty: 1,
  max_tokens: 224,
};

/** Of a single item whose first words are given: a list has no end that a penalty could hasten. */
export const smallItemSampling: SamplingParameters = { temperature: 0.8, top_p: 0.7, max_tokens: 96 };

function asItem(instruction: string): string {
  return instruction.replace(/\s+/g, ' ').trim().replace(/:+$/, '');
}
