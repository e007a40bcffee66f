import { z } from 'zod';
import { parseAnswer } from '../recipe/prompts/parseAnswer';
import { promptReference } from '../recipe/prompts/promptSet';
import { renderPrompt } from '../recipe/prompts/renderPrompt';
import type { Inquiry } from '../teacher/inquiry';
import type { TeacherAnswer } from '../teacher/request';
import { requestOf, responsePrompt, responseSampling, type Responding } from './responder';
import { writtenBy, type WrittenResponse } from './written';

const flawsOfResponse = z.object({ flaws: z.array(z.string()) });

/**
 * Critique and rewriting of responses, each for itself and all at once, in as many rounds as the recipe allows; a response whose
 * critique finds nothing is left alone from then on. A rewriting that was refused, cut or empty leaves the draft as it is.
 */
export function* refineResponses(
  responding: Responding,
  drafts: readonly WrittenResponse[],
): Inquiry<readonly WrittenResponse[]> {
  const { setup, instruction } = responding;
  const sampling = responseSampling(responding);
  const critic = responsePrompt(responding, 'critiqueResponse');
  const rewriter = responsePrompt(responding, 'rewriteResponse');
  const responses = [...drafts];
  let open = [...responses.keys()];

  for (let round = 1; round <= setup.recipe.selfInstruct.refine.rounds && open.length > 0; round++) {
    const critiques = yield open.map((index) => {
      const prompt = renderPrompt(critic, { instruction, ...valuesOf(responses[index]) });
      return requestOf(responding, critic, prompt, { ...sampling, temperature: 0 });
    });
    const flawed = open.flatMap((index, position) => {
      const flaws = parseAnswer(critic, critiques[position]?.text ?? '', flawsOfResponse)?.flaws ?? [];
      note(index, promptReference(critic));
      return flaws.length > 0 ? [{ index, flaws }] : [];
    });
    if (flawed.length === 0) break;

    const requests = flawed.map(({ index, flaws }) => {
      const prompt = renderPrompt(rewriter, { instruction, ...valuesOf(responses[index]), flaws });
      return requestOf(responding, rewriter, prompt, sampling);
    });
    const rewritten = yield requests;
    open = flawed.flatMap(({ index }, position) => {
      const [draft, request, answer] = [responses[index], requests[position], rewritten[position]];
      if (!draft || !request || !answer || !isWhole(answer)) return [];
      const { thinking: _, ...rest } = draft;
      const text = answer.text.trim();
      responses[index] = { ...rest, draft: draft.draft ?? draft.text, text, ...writtenBy(request, answer) };
      note(index, promptReference(rewriter));
      return [index];
    });
  }
  return responses;

  function note(index: number, prompt: string): void {
    const response = responses[index];
    if (response) responses[index] = { ...response, prompts: [...response.prompts, prompt] };
  }
}

function isWhole({ text, refusal, finishReason }: TeacherAnswer): boolean {
  const wasCut = finishReason === 'length' || finishReason === 'content_filter';
  return refusal === undefined && !wasCut && text.trim() !== '';
}

function valuesOf(response: WrittenResponse | undefined) {
  return { input: response?.input ?? '', response: response?.text ?? '' };
}
