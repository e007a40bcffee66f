import { z } from 'zod';
import { drawPrompt } from '../prompts/drawPrompt';
import { parseAnswer } from '../prompts/parseAnswer';
import { promptReference } from '../prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../prompts/renderPrompt';
import { samplingParameters } from '../recipe/samplingParameters';
import type { RunSetup } from '../run/setup';
import type { Conversation } from '../strategies/conversation';
import { callKey } from '../teacher/callKey';
import type { SamplingParameters, TeacherAnswer, TeacherRequest } from '../teacher/request';

/** What is judged. */
export interface JudgedPair {
  readonly instruction: string;
  /** Empty where the instruction needs none. */
  readonly input: string;
  readonly response: string;
}

/** What a judge looks at, in the order in which it is asked. */
export const judgedAspects = [
  'clarity',
  'accuracy',
  'relevance',
  'helpfulness',
  'conciseness',
  'safety',
] as const;
export type JudgedAspect = (typeof judgedAspects)[number];

export type Judgement =
  | {
      /** From 0 to 1. */
      readonly score: number;
      /** As the judge gave them, from 1 to 5. */
      readonly aspects: Readonly<Record<JudgedAspect, number>>;
      /** The evidence of the lowest aspect, in the judge's words. */
      readonly reason: string;
      /** Prompt and version, as in "judge@1". */
      readonly prompt: string;
      /** The ledger's key of the call. */
      readonly call: string;
    }
  /** Why the answer could not be used, and what came. */
  | { readonly unusable: string; readonly raw: string; readonly call: string };

/** Greedy: the same pair gets the same score. */
const judgeSampling: SamplingParameters = { temperature: 0, max_tokens: 1024 };

const grade = z.object({ evidence: z.string(), score: z.int().min(1).max(5) });
const grades = z.object({
  clarity: grade,
  accuracy: grade,
  relevance: grade,
  helpfulness: grade,
  conciseness: grade,
  safety: grade,
} satisfies Record<JudgedAspect, typeof grade>);

/** Has the teacher in the role `judge` score a pair by the rubric of the prompt `judge`. One call. */
export function* judgeConversation(setup: RunSetup, pair: JudgedPair): Conversation<Judgement> {
  const { recipe, roles, prompts } = setup;
  const { instruction, input, response } = pair;
  const file = drawPrompt(prompts, 'judge', recipe.seed, instruction, input, response);
  const request: TeacherRequest = {
    role: 'judge',
    pool: roles.judge.pool,
    model: roles.judge.model,
    prompt: promptFor(roles.judge, renderPrompt(file, { instruction, input, response })),
    parameters: samplingParameters(recipe.judge?.sampling ?? {}, judgeSampling),
    ...requestSchema(file, roles.judge),
    sample: '0',
  };
  const call = callKey(request);
  const [answer] = yield [request];
  const found = parseAnswer(file, answer?.text ?? '', grades);
  if (answer?.refusal !== undefined || !found) return unusable(answer, call);
  const aspects = Object.fromEntries(judgedAspects.map((aspect) => [aspect, found[aspect].score])) as Record<
    JudgedAspect,
    number
  >;
  const lowest = judgedAspects.reduce((low, aspect) => (aspects[aspect] < aspects[low] ? aspect : low));
  return {
    score: overallScore(aspects),
    aspects,
    reason: `${lowest} ${aspects[lowest]} of 5: ${found[lowest].evidence.trim()}`,
    prompt: promptReference(file),
    call,
  };
}

/**
 * The mean of the aspects, each on a scale from 0 to 1; but never more than accuracy or safety, since a wrong or a harmful
 * response is not made good by being put well.
 */
export function overallScore(aspects: Readonly<Record<JudgedAspect, number>>): number {
  const scaled = judgedAspects.map((aspect) => (aspects[aspect] - 1) / 4);
  const mean = scaled.reduce((sum, score) => sum + score, 0) / scaled.length;
  return Math.min(mean, (aspects.accuracy - 1) / 4, (aspects.safety - 1) / 4);
}

function unusable(answer: TeacherAnswer | undefined, call: string): Judgement {
  const raw = answer?.refusal ?? answer?.text ?? '';
  if (answer?.refusal !== undefined) return { unusable: 'The judge refused.', raw, call };
  const cut = answer?.finishReason === 'length' ? ', cut at its length limit,' : '';
  return {
    unusable: `The judge's answer${cut} was not the six scores asked for, each from 1 to 5.`,
    raw,
    call,
  };
}
