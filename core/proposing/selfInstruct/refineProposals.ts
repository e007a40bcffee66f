import { z } from 'zod';
import { gridOf } from '../../recipe/coverage/grid';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { callKey } from '../../teacher/callKey';
import type { SamplingParameters, TeacherRequest } from '../../teacher/request';
import type { Inquiry } from '../../teacher/inquiry';
import type { StrategyContext } from '../strategyContext';
import { askedBy, valuesOf } from './asked';
import type { SelfInstructWork } from './work';

/** A task as it was proposed, with its input and response where the prompt asked for them. */
export interface Draft {
  readonly instruction: string;
  readonly input?: string | undefined;
  readonly response?: string | undefined;
  /** The ledger's key of the call that rewrote it. */
  readonly call?: string;
}

export interface RefinedDrafts {
  readonly drafts: readonly Draft[];
  /** Prompts and calls of the refinement, in order. */
  readonly prompts: readonly string[];
  readonly calls: readonly string[];
}

const flawsOfTasks = z.object({ flaws: z.array(z.object({ task: z.int(), flaw: z.string() })) });
const rewrittenTasks = z.object({
  rewritten: z.array(
    z.object({
      task: z.int(),
      instruction: z.string(),
      input: z.string().optional(),
      response: z.string().optional(),
    }),
  ),
});

/** A critic should find the same flaws again, and a rewriter stay close to the draft. */
const refinementSampling: SamplingParameters = { temperature: 0, max_tokens: 4096 };

/**
 * Critique and rewriting, in as many rounds as the recipe allows; it ends early where a critique finds nothing. Only tasks with a
 * flaw are rewritten. Whatever of it cannot be read leaves the drafts as they are: they were usable before.
 */
export function* refineProposals(
  { setup, iteration }: StrategyContext,
  work: SelfInstructWork,
  first: readonly Draft[],
): Inquiry<RefinedDrafts> {
  const { recipe } = setup;
  const values = valuesOf(askedBy(work), recipe, gridOf(recipe));
  const asked = { kind: values.kind, attributes: values.attributes, guidance: values.guidance };
  const prompts: string[] = [];
  const calls: string[] = [];
  let drafts = first;

  for (let round = 1; round <= recipe.selfInstruct.refine.rounds; round++) {
    const numbered = drafts.map(({ instruction, input = '', response = '' }, index) => ({
      number: index + 1,
      instruction,
      input,
      response,
    }));
    const critique = ask('critiqueProposals', { ...asked, tasks: numbered });
    const [criticised] = yield [critique.request];
    const flaws = parseAnswer(critique.file, criticised?.text ?? '', flawsOfTasks)?.flaws ?? [];
    const flawed = numbered
      .map((task) => ({
        ...task,
        flaws: flaws.filter(({ task: number }) => number === task.number).map(({ flaw }) => flaw),
      }))
      .filter((task) => task.flaws.length > 0);
    if (flawed.length === 0) break;

    const rewrite = ask(work.answer === 'pairs' ? 'rewritePairs' : 'rewriteProposals', {
      ...asked,
      tasks: flawed,
    });
    const [answered] = yield [rewrite.request];
    const rewritten = parseAnswer(rewrite.file, answered?.text ?? '', rewrittenTasks)?.rewritten ?? [];
    const call = callKey(rewrite.request);
    drafts = drafts.map((draft, index) => {
      const number = index + 1;
      const other = rewritten.find(({ task }) => task === number);
      const isAsked = flawed.some((task) => task.number === number);
      return other && isAsked ? rewriteOf(draft, other, call) : draft;
    });
  }
  return { drafts, prompts, calls };

  function ask(
    name: string,
    variables: Readonly<Record<string, unknown>>,
  ): { file: PromptFile; request: TeacherRequest } {
    const file = drawPrompt(setup.prompts, name, recipe.seed, iteration, work.request.sample);
    const role = setup.roles[file.role];
    const request: TeacherRequest = {
      role: file.role,
      endpoint: role.endpoint,
      model: role.model,
      prompt: promptFor(role, renderPrompt(file, variables)),
      parameters: refinementSampling,
      ...requestSchema(file, role),
      sample: work.request.sample,
    };
    prompts.push(promptReference(file));
    calls.push(callKey(request));
    return { file, request };
  }
}

/** The draft as it was rewritten; as it was, where what came in its place lacks a part. */
function rewriteOf(draft: Draft, rewritten: Draft, call: string): Draft {
  const instruction = rewritten.instruction.trim();
  if (instruction === '') return draft;
  if (draft.response === undefined) return { instruction, call };
  const response = rewritten.response?.trim() ?? '';
  return response === '' ? draft : { instruction, input: rewritten.input?.trim() ?? '', response, call };
}
