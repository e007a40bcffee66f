import { z } from 'zod';
import { canonicalJson } from '../../foundations/canonicalJson';
import { identityOf } from '../../foundations/text/normalisedText';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { samplingParameters } from '../../recipe/samplingParameters';
import { callKey } from '../../teacher/callKey';
import type { Inquiry } from '../../teacher/inquiry';
import { refusalReason, unreadOf } from '../../teacher/refusalReason';
import type { SamplingParameters, TeacherAnswer, TeacherRequest } from '../../teacher/request';
import type { Lineage } from '../../vocabulary/lineage';
import type { Proposed, ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../strategyContext';
import { formNamed, type Form } from './forms';
import type { FromKnowledgeSettings } from './section';
import type { CitedPassage, FromKnowledgeWork } from './work';

const usualSampling: SamplingParameters = { temperature: 0.7, max_tokens: 2048 };

const written = z.object({
  pairs: z.array(z.object({ instruction: z.string(), response: z.string() })),
});

/**
 * Has pairs written from a passage, instruction and response in one answer, since whoever responds later would not see the passage. What speaks of a
 * passage that the pair does not show is rejected. Pure: the same answer, the same outcome.
 */
export function* fromKnowledgeInquiry(
  { setup }: Pick<StrategyContext, 'setup'>,
  work: FromKnowledgeWork,
  settings: FromKnowledgeSettings,
): Inquiry<ProposalOutcome> {
  const form = formNamed(work.form);
  const { file, request } = requestOf(setup, work, form, settings);
  const [answer] = yield [request];
  const lineage: Lineage = {
    strategy: 'fromKnowledge',
    prompts: [promptReference(file)],
    calls: [answer?.call ?? callKey(request)],
    knowledge: {
      form: work.form,
      passages: work.passages.map(({ id, name, page }) => ({
        id,
        name,
        ...(page !== undefined && { page }),
      })),
      document: work.document,
      turn: work.turn,
      shown: work.shown,
    },
  };
  const read = readAnswer(file, work, answer);
  if ('unreadable' in read) return { ...read, ...unreadOf(answer), lineage };
  return { proposed: read.pairs.map((pair) => toProposed(work, form, pair, lineage)) };
}

interface Pair {
  readonly instruction: string;
  readonly response: string;
}

function requestOf(
  setup: StrategyContext['setup'],
  { passages, document, turn, shown, count }: FromKnowledgeWork,
  form: Form,
  { guidance, sampling }: FromKnowledgeSettings,
): { readonly file: PromptFile; readonly request: TeacherRequest } {
  const role = setup.roles.propose;
  const { seed, language } = setup.recipe;
  const file = drawPrompt(setup.prompts, form.prompt, seed, document, turn);
  const values = {
    passages: passages.map(({ name, headings, text }) => ({ name, headings: headings.join(' › '), text })),
    count,
    shown,
    guidance,
    language:
      language === 'en' ? '' : (new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language),
  };
  return {
    file,
    request: {
      role: 'propose',
      endpoint: role.endpoint,
      model: role.model,
      prompt: promptFor(role, renderPrompt(file, values)),
      parameters: samplingParameters(sampling, usualSampling),
      ...requestSchema(file, role),
      sample: `${document.slice(0, 16)}/${turn}`,
    },
  };
}

function readAnswer(
  file: PromptFile,
  { count }: FromKnowledgeWork,
  answer: TeacherAnswer | undefined,
): { readonly pairs: readonly Pair[] } | { readonly unreadable: string } {
  if (!answer) return { unreadable: 'the answer is empty' };
  const refused = refusalReason(answer);
  if (refused !== undefined) return { unreadable: refused };
  const pairs = parseAnswer(file, answer.text, written)
    ?.pairs.map(({ instruction, response }) => ({
      instruction: instruction.trim(),
      response: response.trim(),
    }))
    .filter(({ instruction }) => instruction !== '')
    .slice(0, count);
  const cut = answer.finishReason === 'length' ? ', cut at its length limit,' : '';
  if (!pairs)
    return { unreadable: `Asked for pairs, the teacher's answer${cut} was not the JSON asked for.` };
  return pairs.length > 0 ? { pairs } : { unreadable: 'the answer holds no pair' };
}

function toProposed(
  { passages, shown }: FromKnowledgeWork,
  form: Form,
  { instruction, response }: Pair,
  lineage: Lineage,
): Proposed {
  // What is alike by design is told apart by the passage.
  const isFamily = form.isFamily && shown;
  const proposed = {
    instruction,
    family: isFamily ? `fromKnowledge:${form.name}` : null,
    identity: isFamily
      ? canonicalJson([identityOf({ instruction, input: '', response: '' }), passages.map(({ id }) => id)])
      : null,
    lineage,
  };
  const reason =
    response === ''
      ? 'it came without a response'
      : !shown && pointsAtPassage.test(instruction)
        ? 'it speaks of a passage that it does not show'
        : undefined;
  if (reason !== undefined) return { ...proposed, rejected: { filter: 'parser', reason } };
  return {
    ...proposed,
    written: {
      input: shown ? inputOf(passages) : '',
      text: response,
      finishReason: 'stop',
      classification: false,
      call: lineage.calls[0] ?? null,
    },
  };
}

/** Words that point at a text beside the instruction. */
const pointsAtPassage =
  /\b(?:the|this|these|both|two|above|given|following|provided) (?:\w+ )?(?:passages?|texts?|excerpts?|articles?|documents?|snippets?)\b|\b(?:in|from|of|on) (?:the )?(?:above|context provided)\b/iu;

function inputOf(passages: readonly CitedPassage[]): string {
  const texts = passages.map(({ headings, text }) =>
    headings.length === 0 ? text : `${headings.join(' › ')}\n\n${text}`,
  );
  if (texts.length === 1) return texts[0] ?? '';
  return texts.map((text, index) => `Passage ${index + 1}:\n${text}`).join('\n\n');
}
