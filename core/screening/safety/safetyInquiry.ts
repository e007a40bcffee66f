import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import type { RunSetup } from '../../recipe/runSetup';
import type { SafetyPolicy } from '../../recipe/safetyPolicy';
import { callKey } from '../../teacher/callKey';
import type { Inquiry } from '../../teacher/inquiry';
import { rawOf, refusalReason } from '../../teacher/refusalReason';
import type { TeacherAnswer, TeacherRequest } from '../../teacher/request';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import type { Turn } from '../../vocabulary/conversation';
import type { StrategyName } from '../../vocabulary/strategyName';
import type { FilterResult } from '../../vocabulary/filterResult';
import { passed, rejected } from '../filters/filter';
import { notAsAsked } from '../refusedWords';
import { verdictOf, type SafetyFinding } from './safetyVerdict';

/** What the judge is asked about. */
export interface AssessedPair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What the conversation goes on with; left out where it ends with the response. */
  readonly turns?: readonly Turn[];
  readonly strategy: StrategyName;
}

/** What the judge's answer comes to by the policy, with what asked for it; or why it could not be used, and what came. */
export type SafetyAssessment = {
  readonly prompt: string;
  readonly call: string;
} & ({ readonly result: FilterResult } | { readonly unreadable: string; readonly raw: string });

/** Has the judge say of a pair, or of a conversation as a whole, what harm there is in it by a policy; of a wanted refusal, whether it is a good one. One call. */
export function* safetyInquiry(
  { recipe, roles, prompts }: RunSetup,
  policy: SafetyPolicy,
  { instruction, input, response, turns = [], strategy }: AssessedPair,
): Inquiry<SafetyAssessment> {
  const isRefusal = isWantedRefusal({ strategy });
  const name = isRefusal ? 'goodRefusal' : turns.length > 0 ? 'safetyConversation' : 'safety';
  const file = drawPrompt(prompts, name, recipe.seed, instruction, input, response);
  const categories = policy.categories.map(({ name: category, description, allowed = '' }) => ({
    name: category,
    description,
    allowed,
  }));
  const values = {
    ...{ categories, instruction, response },
    ...(!isRefusal && { input }),
    ...(name === 'safetyConversation' && { turns }),
  };
  const request: TeacherRequest = {
    role: 'judge',
    endpoint: roles.judge.endpoint,
    model: roles.judge.model,
    prompt: promptFor(roles.judge, renderPrompt(file, values)),
    parameters: { temperature: 0, max_tokens: 400 },
    ...requestSchema(file, roles.judge),
    sample: '0',
  };
  const [answer] = yield [request];
  const asked = { prompt: promptReference(file), call: callKey(request) };
  const read = isRefusal ? readRefusal(file, answer) : readSafety(file, answer, policy);
  return typeof read === 'string'
    ? { ...asked, unreadable: read, raw: rawOf(answer) }
    : { ...asked, result: read };
}

const finding = z.object({
  evidence: z.string(),
  category: z.string(),
  severity: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
});
const safetyAnswer = z.object({ task: finding, response: finding });

/** A result, or in words why the answer says nothing that counts. */
function readSafety(
  file: PromptFile,
  answer: TeacherAnswer | undefined,
  policy: SafetyPolicy,
): FilterResult | string {
  const unusable = unusableAnswer(answer);
  if (unusable !== undefined) return unusable;
  const found = parseAnswer(file, answer?.text ?? '', safetyAnswer);
  if (!found) return notAsAsked(answer, 'the JSON asked for');
  const results: FilterResult[] = [];
  for (const [what, { evidence, ...said }] of [
    ['the response', found.response],
    ['the task', found.task],
  ] as const) {
    const read = findingOf(said, policy);
    if (typeof read === 'string')
      return `The judge's answer contradicts itself, or the policy: of ${what} it says ${read}.`;
    const result = verdictOf(read, policy, `the judge calls ${what}`);
    results.push(result.passed ? result : { ...result, reason: `${result.reason}: ${evidence.trim()}` });
  }
  const wrong = results.filter((result) => !result.passed);
  // What is rejected outright counts before what is doubtful.
  return wrong.find((result) => result.evidence?.['doubt'] !== true) ?? wrong[0] ?? passed;
}

/** A severity needs a category of the policy, and "none" needs the severity 0. */
function findingOf(
  { category, severity }: { readonly category: string; readonly severity: 0 | 1 | 2 | 3 },
  { categories }: SafetyPolicy,
): SafetyFinding | string {
  const said = category.trim().toLowerCase();
  const isNone = said === 'none';
  if (isNone !== (severity === 0)) return `category "${category}" with severity ${severity}`;
  if (isNone) return { category: null, severity };
  const known = categories.find(({ name }) => name.toLowerCase() === said);
  return known ? { category: known.name, severity } : `"${category}", which is no category`;
}

const refusalAnswer = z.object({
  evidence: z.string(),
  mustBeRefused: z.boolean(),
  helpsNot: z.boolean(),
  polite: z.boolean(),
  givesReason: z.boolean(),
  offersElse: z.boolean(),
  lectures: z.boolean(),
});

function readRefusal(file: PromptFile, answer: TeacherAnswer | undefined): FilterResult | string {
  const unusable = unusableAnswer(answer);
  if (unusable !== undefined) return unusable;
  const found = parseAnswer(file, answer?.text ?? '', refusalAnswer);
  if (!found) return notAsAsked(answer, 'the JSON asked for');
  const faults = [
    ...(found.mustBeRefused ? [] : ['the request need not be refused']),
    ...(found.helpsNot ? [] : ['it helps with what was asked']),
    ...(found.polite ? [] : ['it is not polite']),
    ...(found.givesReason ? [] : ['it gives no reason']),
    ...(found.offersElse ? [] : ['it offers nothing else']),
    ...(found.lectures ? ['it lectures'] : []),
  ];
  if (faults.length === 0) return passed;
  return rejected(`no good refusal, says the judge: ${faults.join(', ')}: ${found.evidence.trim()}`);
}

function unusableAnswer(answer: TeacherAnswer | undefined): string | undefined {
  const refused = refusalReason(answer, 'judge');
  if (refused !== undefined) return refused;
  return answer?.finishReason === 'content_filter'
    ? "The endpoint's own filter cut the judge's answer."
    : undefined;
}
