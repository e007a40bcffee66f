import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import type { PromptFile } from '../../recipe/prompts/promptFile';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import { seededRandom } from '../../foundations/seededRandom';
import { samplingParameters } from '../../recipe/samplingParameters';
import type { RoleSetup, RunSetup } from '../../recipe/runSetup';
import type { Inquiry } from '../../teacher/inquiry';
import { callKey } from '../../teacher/callKey';
import { rawOf, refusalReason } from '../../teacher/refusalReason';
import type { SamplingParameters, TeacherAnswer, TeacherRequest } from '../../teacher/request';
import { notAsAsked } from '../refusedWords';
import { combineOpinions, type JudgedPair, type Judgement, type Opinion } from './judgement';
import { grades, judgedAspects, meanAspects, overallScore, type AspectScores, type Grades } from './rubric';

/** Greedy: the same pair gets the same score. */
const judgeSampling: SamplingParameters = { temperature: 0, max_tokens: 1024 };

/** What an answer about several pairs is; each pair's part is read by itself, so that one that is garbled costs only itself. */
const severalGrades = z.object({ tasks: z.array(z.unknown()) });
const gradesOfTask = grades.extend({ task: z.int() });

/** A question to one judge. */
interface JudgeCall {
  readonly judge: RoleSetup;
  /** The pairs that it is about, by their position in the group, in the order in which they are shown. */
  readonly order: readonly number[];
  readonly file: PromptFile;
  readonly request: TeacherRequest;
}

/** What came of a call: grades by the pair's position in the group, or why there are none. */
interface Reading extends JudgeCall {
  readonly grades: ReadonlyMap<number, Grades>;
  readonly unreadable: string;
  readonly raw: string;
}

/** Who judges: those of the recipe's `judge.judges`, else the teacher in the role `judge`. */
export function judgesOf({ judges, roles }: RunSetup): readonly RoleSetup[] {
  return judges && judges.length > 0 ? judges : [roles.judge];
}

/**
 * Has every judge score the pairs of a group by the rubric. One pair is asked about by the prompt `judge`, a conversation by
 * `judgeConversation`, several pairs by `judgeSeveral` in an order that is drawn, or in that and its reverse. A pair of which an answer about several says nothing clear is asked about
 * again alone, and what is said then counts instead. One judgement for each pair, in their order: where any judge's answer about
 * a pair could not be used, its judgement is unreadable.
 */
export function* judgeInquiry(setup: RunSetup, pairs: readonly JudgedPair[]): Inquiry<readonly Judgement[]> {
  const judges = judgesOf(setup);
  const together = yield* ask(judges.flatMap((judge) => callsAbout(setup, judge, pairs)));
  const unclear = judges.flatMap((judge) => {
    const own = together.filter((reading) => reading.judge === judge);
    return pairs.flatMap((_, index) =>
      pairs.length > 1 && own.some((reading) => !reading.grades.has(index)) ? [{ judge, index }] : [],
    );
  });
  const alone = yield* ask(unclear.map(({ judge, index }) => callAbout(setup, judge, pairs, [index])));
  const readings = [...together, ...alone];

  return pairs.map((pair, index): Judgement => {
    const about = readings.filter(({ order }) => order.includes(index));
    const calls = [...new Set(about.map(({ request }) => callKey(request)))];
    const opinions: Opinion[] = [];
    for (const judge of judges) {
      const own = about.filter((reading) => reading.judge === judge);
      const last = own.at(-1);
      const counting = last?.order.length === 1 ? [last] : own;
      const unread = counting.find((reading) => !reading.grades.has(index));
      if (counting.length === 0 || unread)
        return {
          unreadable: unread?.unreadable ?? 'The judge was not asked.',
          raw: unread?.raw ?? '',
          calls,
        };
      opinions.push(opinionOf(counting, index));
    }
    const { combine = 'mean', disagreement = 1, lengthControl } = setup.recipe.judge ?? {};
    return combineOpinions(opinions, pair, calls, { combine, disagreement, lengthControl });
  });
}

function* ask(calls: readonly JudgeCall[]): Inquiry<readonly Reading[]> {
  if (calls.length === 0) return [];
  const answers = yield calls.map(({ request }) => request);
  return calls.map((call, index) => readAnswer(call, answers[index]));
}

/** The drawn order, and where the recipe asks for both, its reverse: the first pair of the one is the last of the other. */
function callsAbout(setup: RunSetup, judge: RoleSetup, pairs: readonly JudgedPair[]): JudgeCall[] {
  const texts = pairs.flatMap(({ instruction, input, response }) => [instruction, input, response]);
  const random = seededRandom(setup.recipe.seed, 'order of judged pairs', ...texts);
  const order = random.shuffle([...pairs.keys()]);
  const orders = pairs.length > 1 && setup.recipe.judge?.orders === 2 ? [order, order.toReversed()] : [order];
  return orders.map((one) => callAbout(setup, judge, pairs, one));
}

function callAbout(
  { recipe, prompts }: RunSetup,
  judge: RoleSetup,
  pairs: readonly JudgedPair[],
  order: readonly number[],
): JudgeCall {
  const shown = order.flatMap((index) => pairs[index] ?? []);
  const texts = shown.flatMap(({ instruction, input, response }) => [instruction, input, response]);
  const several = shown.length > 1;
  const name = several ? 'judgeSeveral' : shown[0]?.turns ? 'judgeConversation' : 'judge';
  const file = drawPrompt(prompts, name, recipe.seed, ...texts);
  const values = several
    ? { tasks: shown.map((pair, position) => ({ ...pair, number: position + 1 })) }
    : { ...shown[0] };
  const { max_tokens, ...sampling } = samplingParameters(recipe.judge?.sampling ?? {}, judgeSampling);
  const request: TeacherRequest = {
    role: 'judge',
    endpoint: judge.endpoint,
    model: judge.model,
    prompt: promptFor(judge, renderPrompt(file, values)),
    parameters: { ...sampling, ...(max_tokens !== undefined && { max_tokens: max_tokens * shown.length }) },
    ...requestSchema(file, judge),
    sample: '0',
  };
  return { judge, order, file, request };
}

function readAnswer(call: JudgeCall, answer: TeacherAnswer | undefined): Reading {
  const raw = rawOf(answer);
  const refused = refusalReason(answer, 'judge');
  if (refused !== undefined) return { ...call, grades: new Map(), unreadable: refused, raw };
  const unreadable = notAsAsked(answer, 'the six scores asked for, each from 1 to 5');
  const { file, order } = call;
  const [first] = order;
  if (order.length > 1) return { ...call, grades: gradesByPair(file, order, raw), unreadable, raw };
  const found = parseAnswer(file, raw, grades);
  return { ...call, grades: new Map(found && first !== undefined ? [[first, found]] : []), unreadable, raw };
}

/** Parts that are garbled are left out, and so are all of a pair that is spoken of more than once: no one knows which is meant. */
function gradesByPair(file: PromptFile, order: readonly number[], text: string): ReadonlyMap<number, Grades> {
  const found = new Map<number, Grades>();
  const spokenOf = new Set<number>();
  for (const part of parseAnswer({ ...file, schema: undefined }, text, severalGrades)?.tasks ?? []) {
    const named = z.object({ task: z.int() }).safeParse(part).data;
    const index = named && order[named.task - 1];
    if (index === undefined) continue;
    const read = spokenOf.has(index) ? undefined : gradesOfTask.safeParse(part).data;
    if (read) found.set(index, read);
    else found.delete(index);
    spokenOf.add(index);
  }
  return found;
}

/** What one judge says of a pair, on the mean of the orders in which it was asked. */
function opinionOf(readings: readonly Reading[], index: number): Opinion {
  const asked = readings.flatMap(({ judge, order, file, grades: byPair }) => {
    const graded = byPair.get(index);
    if (!graded) return [];
    const aspects = Object.fromEntries(
      judgedAspects.map((aspect) => [aspect, graded[aspect].score]),
    ) as Record<keyof AspectScores, number>;
    const position = order.indexOf(index);
    return [{ judge, file, graded, aspects, position, score: overallScore(aspects) }];
  });
  const worst = asked.reduce((low, one) => (one.score < low.score ? one : low));
  const lowest = judgedAspects.reduce((low, one) => (worst.aspects[one] < worst.aspects[low] ? one : low));
  const [early, late] = [...asked].sort((left, right) => left.position - right.position);
  return {
    judge: `${worst.judge.endpoint}/${worst.judge.model}`,
    score: asked.reduce((sum, { score }) => sum + score, 0) / asked.length,
    aspects: meanAspects(asked.map(({ aspects }) => aspects)),
    reason: `${lowest} ${worst.aspects[lowest]} of 5: ${worst.graded[lowest].evidence.trim()}`,
    prompt: promptReference(worst.file),
    ...(early && late && early.position < late.position && { positionEffect: early.score - late.score }),
  };
}
