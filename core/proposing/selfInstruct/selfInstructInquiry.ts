import { z } from 'zod';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference, type PromptSet } from '../../recipe/prompts/promptSet';
import { callKey } from '../../teacher/callKey';
import { refusalReason, unreadOf } from '../../teacher/refusalReason';
import type { TeacherAnswer, TeacherRequest } from '../../teacher/request';
import type { Inquiry } from '../../teacher/inquiry';
import type { Lineage } from '../../vocabulary/lineage';
import type { ProposalOutcome, Proposed, UnclearPart } from '../../vocabulary/proposed';
import { readProposals, tasksOfText, type Proposals } from '../reading/readProposals';
import type { StrategyContext } from '../strategyContext';
import { refineProposals, type Draft } from './refineProposals';
import type { SelfInstructWork } from './work';

const instructions = z.object({ instructions: z.array(z.string()) });
const pairs = z.object({
  pairs: z.array(z.object({ instruction: z.string(), input: z.string(), response: z.string() })),
});

/**
 * Asks a proposal prompt and reads its answer; where the recipe says so the drafts are then criticised and rewritten. Each task
 * that comes out is one candidate, with its response where the prompt brought it. A task without a response, of those that should
 * have one, is rejected; an answer that cannot be used is one candidate as a whole.
 */
export function* selfInstructInquiry(
  context: StrategyContext,
  work: SelfInstructWork,
): Inquiry<ProposalOutcome> {
  const { recipe, prompts } = context.setup;
  const { openings = [''] } = work;
  const requests = openings.map((opening) => begunWith(opening, work.request));
  const answers = yield requests;
  const read: { readonly draft: Draft; readonly lineage: Lineage }[] = [];
  const unclear: UnclearPart[] = [];
  for (const [index, request] of requests.entries()) {
    const answer = answers[index];
    const lineage: Lineage = {
      strategy: 'selfInstruct',
      prompts: [work.prompt],
      calls: [answer?.call ?? callKey(request)],
      ...work.shown,
    };
    const part = readAnswer(work, prompts, answer, openings[index]);
    if ('unreadable' in part) unclear.push({ unreadable: part.unreadable, ...unreadOf(answer), lineage });
    else {
      read.push(...part.drafts.map((draft) => ({ draft, lineage })));
      unclear.push(...part.unclear.map((raw) => ({ unreadable: cannotBeToldApart, raw, lineage })));
    }
  }
  if (read.length === 0 && unclear.length === 1) return unclear[0]!;

  const first = read.map(({ draft }) => draft);
  const { drafts, ...steps } = recipe.selfInstruct.refine.proposals
    ? yield* refineProposals(context, work, first)
    : { drafts: first, prompts: [], calls: [] };
  return {
    proposed: read.map(({ draft, lineage }, index) =>
      toProposed(work, drafts[index] ?? draft, {
        ...lineage,
        prompts: [...lineage.prompts, ...steps.prompts],
        calls: [...lineage.calls, ...steps.calls],
      }),
    ),
    ...(unclear.length > 0 && { unclear }),
  };
}

function begunWith(opening: string, request: TeacherRequest): TeacherRequest {
  const { prompt } = request;
  if (opening === '' || prompt.kind !== 'completion') return request;
  return { ...request, prompt: { ...prompt, prompt: `${prompt.prompt} ${opening}` } };
}

const cannotBeToldApart = 'It holds several tasks, or may: they could not be told apart.';

type ReadAnswer =
  | { readonly drafts: readonly Draft[]; readonly unclear: readonly string[] }
  | { readonly unreadable: string };

function readAnswer(
  { prompt, answer: form, firstItem, lastItem }: SelfInstructWork,
  prompts: PromptSet,
  answer: TeacherAnswer | undefined,
  opening = '',
): ReadAnswer {
  if (!answer) return { unreadable: 'the answer is empty' };
  const { finishReason } = answer;
  const text = answer.text.trim() === '' ? '' : opening + answer.text;
  const refused = refusalReason(answer);
  if (refused !== undefined) return { unreadable: refused };
  const listed = { firstNumber: firstItem, lastItem, finishReason };
  if (form === 'numberedList') return draftsOf(readProposals(text, listed));
  const file = promptOf(prompts, prompt);
  const most = lastItem - firstItem + 1;
  if (form === 'pairs') {
    const drafts = parseAnswer(file, text, pairs)?.pairs.map(trimmed).filter(isTask).slice(0, most);
    if (!drafts) return { unreadable: notAsAsked(form, finishReason) };
    return drafts.length > 0 ? { drafts, unclear: [] } : { unreadable: 'the answer holds no task' };
  }
  const read = parseAnswer(file, text, instructions)?.instructions.map(tasksOfText);
  if (!read) {
    // Not every model that is asked for JSON gives it: a list is a list.
    const list = readProposals(text, { ...listed, continues: false });
    return list.unreadable === undefined ? draftsOf(list) : { unreadable: notAsAsked(form, finishReason) };
  }
  const drafts = read
    .flatMap(({ tasks }) => tasks)
    .map(trimmed)
    .filter(isTask)
    .slice(0, most);
  const unclear = read.flatMap((one) => one.unclear);
  return drafts.length + unclear.length > 0
    ? { drafts, unclear }
    : { unreadable: 'the answer holds no task' };
}

function draftsOf({ tasks, unclear, unreadable }: Proposals): ReadAnswer {
  return unreadable === undefined ? { drafts: tasks, unclear } : { unreadable };
}

function notAsAsked(form: SelfInstructWork['answer'], finishReason: TeacherAnswer['finishReason']): string {
  const cut = finishReason === 'length' ? ', cut at its length limit,' : '';
  return `Asked for ${form}, the teacher's answer${cut} was not the JSON asked for.`;
}

const isTask = ({ instruction }: Draft): boolean => instruction !== '';

function trimmed({ instruction, input, response }: Draft): Draft {
  return {
    instruction: instruction.trim(),
    ...(input !== undefined && { input: input.trim() }),
    ...(response !== undefined && { response: response.trim() }),
  };
}

/** The version that a plan was drawn with: it is in the run's snapshot, since plans are drawn from that. */
function promptOf(prompts: PromptSet, reference: string): PromptFile {
  const files = Object.values(prompts).flatMap((choices) => choices.map(({ file }) => file));
  const file = files.find((one) => promptReference(one) === reference);
  if (!file) throw new Error(`The prompt ${reference} of a plan is not among those of its run.`);
  return file;
}

function toProposed(
  { answer }: SelfInstructWork,
  { instruction, input = '', response, call }: Draft,
  lineage: Lineage,
): Proposed {
  const proposed = { instruction, family: null, identity: null, lineage };
  if (answer !== 'pairs') return input === '' ? proposed : { ...proposed, input };
  if (response === undefined || response === '')
    return { ...proposed, rejected: { filter: 'parser', reason: 'it came without a response' } };
  return {
    ...proposed,
    written: {
      input,
      text: response,
      finishReason: 'stop',
      classification: false,
      call: call ?? lineage.calls[0] ?? null,
    },
  };
}
