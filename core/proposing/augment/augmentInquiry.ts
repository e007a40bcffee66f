import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { samplingParameters } from '../../recipe/samplingParameters';
import { callKey } from '../../teacher/callKey';
import { refusalReason, unreadOf } from '../../teacher/refusalReason';
import type { SamplingParameters, TeacherAnswer, TeacherRequest } from '../../teacher/request';
import type { Inquiry } from '../../teacher/inquiry';
import type { Lineage, OperatorStep } from '../../vocabulary/lineage';
import type { Proposed, ProposalOutcome } from '../../vocabulary/proposed';
import type { StrategyContext } from '../strategyContext';
import { eliminated, unchanged, type Shown } from './elimination';
import { identityOf } from '../../foundations/text/normalisedText';
import { wordsOf } from '../../foundations/text/words';
import type { Operator, Reading, Variant } from './operator';
import { operatorNamed } from './operators';
import type { AugmentWork } from './work';

/** As Evol-Instruct's authors asked ChatGPT (Xu et al. 2023). */
const usualSampling: SamplingParameters = { temperature: 1, top_p: 0.9, max_tokens: 2048 };
/** A small model says something else than its original as soon as it is warm, and the same as its examples where it is cold (docs/augment.md). */
const smallSampling: Readonly<Record<Operator['meaning'], SamplingParameters>> = {
  kept: { temperature: 0.4, top_p: 0.9, max_tokens: 64 },
  changed: { temperature: 0.8, top_p: 0.9, max_tokens: 64 },
};
const judgeSampling: SamplingParameters = { temperature: 0, max_tokens: 512 };

/** Words above which two texts are not compared by embedding for a change: the model reads only so far, and would see none. */
const maxComparedWords = 120;

const judgement = z.looseObject({ same: z.boolean() });

/**
 * Makes one variant: asks each operator of the chain in turn, reads its answer, checks it by rules and, where the recipe has it so,
 * by the judge. The first step that fails ends the chain, and says why. Pure: the same answers, the same outcome.
 */
export function* augmentInquiry(
  context: Pick<StrategyContext, 'setup'>,
  work: AugmentWork,
): Inquiry<ProposalOutcome> {
  const { setup } = context;
  const story = new ChainStory(work);
  const { instruction, input, response, classification } = work;
  let variant: Variant = { instruction, input, response, classification };

  for (const [index, name] of work.chain.entries()) {
    const operator = operatorNamed(name);
    const before = variant;
    const asked = operatorRequest(setup, work, index, operator, before);
    const [answer] = yield [asked.request];
    const step = story.begin(name, asked);
    const unreadable = answer ? whyUnreadable(answer) : 'There is no answer.';
    if (!answer || unreadable !== undefined) return story.unreadable(step, unreadable ?? '', answer);

    const text = asked.begun === '' ? answer.text : begunWith(asked.begun, answer.text);
    const reading: Reading = operator.read(
      { text, file: asked.file, language: setup.recipe.language },
      before,
    );
    if ('unreadable' in reading) return story.unreadable(step, `${name}: ${reading.unreadable}.`, answer);
    variant = reading.variant ?? before;
    const failed =
      'failed' in reading
        ? reading.failed
        : rewritingProblem(operator, before, variant, { prompt: asked.request.prompt, begun: asked.begun });
    if (failed !== undefined)
      return story.rejected(step, variant, 'operator', `${name}: the variant ${failed}`);
    if (operator.changes.includes('response') && variant.response !== undefined)
      story.responseWritten(operator.meaning === 'kept' ? asked.request : undefined, answer);

    const [left, right] = comparedTexts(operator, before, variant);
    if (setup.recipe.augment?.judge ?? !setup.roles.judge.small) {
      const question = judgeRequest(setup, work, index, operator, left, right);
      const [said] = yield [question.request];
      story.asked(question);
      const judged = said && parseAnswer(question.file, said.text, judgement);
      if (!said || !judged)
        return story.unreadable(step, `The judge did not say whether ${name} changed what is asked.`, said);
      if (judged.same !== (operator.meaning === 'kept')) {
        const found = judged.same ? 'asks for nothing more' : 'no longer means the same';
        return story.rejected(step, variant, `meaning:${name}`, `the judge finds that the variant ${found}`);
      }
    }
    story.done(step, operator, compare(setup.recipe, operator, left, right));
  }
  return story.proposed(variant);
}

type Setup = StrategyContext['setup'];

interface Asked {
  readonly request: TeacherRequest;
  readonly file: PromptFile;
}

function operatorRequest(
  setup: Setup,
  work: AugmentWork,
  index: number,
  operator: Operator,
  before: Variant,
): Asked & { readonly begun: string } {
  const role = setup.roles.propose;
  const draw = work.draws[operator.name] ?? '';
  const { usual, small } = operator.prompts;
  const isContinued = role.small && small !== undefined;
  const begun = isContinued ? (operator.begin?.(before, draw) ?? '') : '';
  const name = isContinued ? small : usual;
  const file = drawPrompt(setup.prompts, name, setup.recipe.seed, work.sample, index);
  const rendered = renderPrompt(file, { ...operator.values(before), draw, begun });
  const prompt = promptFor(role, rendered);
  const request: TeacherRequest = {
    role: 'propose',
    endpoint: role.endpoint,
    model: role.model,
    prompt,
    parameters: {
      ...samplingParameters(
        setup.recipe.augment?.sampling ?? {},
        isContinued ? smallSampling[operator.meaning] : usualSampling,
      ),
      // A text is gone on with to the end of its line; what follows would be the next example.
      ...(rendered.kind === 'completion' ? { stop: ['\n'] } : {}),
    },
    ...requestSchema(file, role),
    sample: `${work.sample}/${index}`,
  };
  return { request, file, begun };
}

function judgeRequest(
  setup: Setup,
  work: AugmentWork,
  index: number,
  { changes }: Operator,
  left: string,
  right: string,
): Asked {
  const role = setup.roles.judge;
  const file = drawPrompt(setup.prompts, 'sameMeaning', setup.recipe.seed, work.sample, index);
  const what = changes.every((part) => part === 'response') ? 'answer' : 'task';
  const request: TeacherRequest = {
    role: 'judge',
    endpoint: role.endpoint,
    model: role.model,
    prompt: promptFor(role, renderPrompt(file, { what, left, right })),
    parameters: judgeSampling,
    ...requestSchema(file, role),
    sample: `${work.sample}/${index}`,
  };
  return { request, file };
}

/** Why nothing can be read out of an answer; undefined where it can be tried. */
function whyUnreadable(answer: TeacherAnswer): string | undefined {
  const { finishReason, text } = answer;
  const refused = refusalReason(answer);
  if (refused !== undefined) return refused;
  if (finishReason === 'length') return 'The answer was cut at its length limit.';
  return text.trim() === '' ? 'The answer is empty.' : undefined;
}

/** Whether or not the answer says again what it was begun with. */
function begunWith(begun: string, text: string): string {
  const trimmed = text.trimStart();
  if (trimmed.toLowerCase().startsWith(begun.toLowerCase())) return trimmed;
  return /^[\p{L}\p{N}]/u.test(text) ? `${begun} ${text}` : begun + text;
}

function rewritingProblem(
  operator: Operator,
  before: Variant,
  after: Variant,
  shown: Shown,
): string | undefined {
  const problems = operator.changes
    .filter((part) => after[part] !== undefined && (before[part] ?? '').trim() !== '')
    .map((part) => eliminated(before[part] ?? '', after[part] ?? '', shown));
  // Of several parts some may well stay as they are.
  return (
    problems.find((problem) => problem !== undefined && problem !== unchanged) ??
    (problems.every((problem) => problem === unchanged) ? unchanged : undefined)
  );
}

/** What an operator changed, before and after: the response alone where it changed nothing else, else what is asked. */
function comparedTexts({ changes }: Operator, before: Variant, after: Variant): readonly [string, string] {
  const text = (one: Variant): string =>
    changes.every((part) => part === 'response')
      ? (one.response ?? '')
      : [one.instruction, one.input ?? ''].filter((part) => part !== '').join('\n\n');
  return [text(before), text(after)];
}

type Comparisons = NonNullable<Proposed['comparisons']>;

function compare({ augment }: Setup['recipe'], operator: Operator, left: string, right: string): Comparisons {
  if (!augment) return [];
  const filter = `meaning:${operator.name}`;
  if (operator.meaning === 'kept') return [{ filter, left, right, min: augment.similarity.kept }];
  const isLong = Math.max(wordsOf(left).length, wordsOf(right).length) > maxComparedWords;
  return isLong ? [] : [{ filter, left, right, max: augment.similarity.changed }];
}

/** What is remembered along a chain, and what it comes to. */
class ChainStory {
  private readonly prompts: string[] = [];
  private readonly calls: string[] = [];
  private readonly steps: OperatorStep[] = [];
  private readonly comparisons: Comparisons[number][] = [];
  private leftFamily = false;
  private keptMeaning = true;
  private written: Pick<NonNullable<Proposed['written']>, 'call' | 'finishReason' | 'thinking'> = {
    call: null,
    finishReason: 'stop',
  };

  constructor(private readonly work: AugmentWork) {}

  begin(operator: string, asked: Asked): OperatorStep {
    this.asked(asked);
    return { operator, prompt: promptReference(asked.file), call: callKey(asked.request) };
  }

  asked({ file, request }: Asked): void {
    this.prompts.push(promptReference(file));
    this.calls.push(callKey(request));
  }

  done(step: OperatorStep, operator: Operator, comparisons: Comparisons): void {
    this.steps.push(step);
    this.comparisons.push(...comparisons);
    this.leftFamily ||= operator.leavesFamily;
    this.keptMeaning &&= operator.meaning === 'kept';
  }

  /** @param request what bought the response; undefined where it was computed out of an earlier one. */
  responseWritten(
    request: TeacherRequest | undefined,
    { finishReason, call, thinking }: TeacherAnswer,
  ): void {
    this.written = request
      ? { call: call ?? callKey(request), finishReason, ...(thinking !== undefined && { thinking }) }
      : { call: null, finishReason: 'stop' };
  }

  unreadable(step: OperatorStep, reason: string, answer: TeacherAnswer | undefined): ProposalOutcome {
    this.steps.push({ ...step, failed: reason });
    return { unreadable: reason, ...unreadOf(answer), lineage: this.lineage() };
  }

  rejected(step: OperatorStep, variant: Variant, filter: string, reason: string): ProposalOutcome {
    this.steps.push({ ...step, failed: reason });
    return { proposed: [{ ...this.candidate(variant), rejected: { filter, reason } }] };
  }

  proposed(variant: Variant): ProposalOutcome {
    const { comparisons } = this;
    return { proposed: [{ ...this.candidate(variant), ...(comparisons.length > 0 ? { comparisons } : {}) }] };
  }

  private candidate({ instruction, input, response, classification }: Variant): Proposed {
    const family = this.leftFamily ? null : this.work.family;
    // What is said later answers what was asked before: it stays as long as that means the same.
    const turns = this.keptMeaning ? this.work.turns : undefined;
    return {
      instruction,
      ...(response === undefined
        ? input === undefined
          ? {}
          : { input }
        : {
            written: {
              ...{ input: input ?? '', text: response, classification, ...this.written },
              ...(turns && { turns }),
            },
          }),
      family,
      identity: family === null ? null : identityOf({ instruction, input, response }),
      lineage: this.lineage(),
    };
  }

  private lineage(): Lineage {
    const drawn = this.steps.flatMap(({ operator }): [string, string][] => {
      const draw = this.work.draws[operator];
      return draw === undefined ? [] : [[operator, draw]];
    });
    return {
      strategy: 'augment',
      prompts: [...this.prompts],
      calls: [...this.calls],
      ...(drawn.length > 0 ? { attributes: Object.fromEntries(drawn) } : {}),
      parent: this.work.parent,
      steps: [...this.steps],
    };
  }
}
