import { openPurchasing } from '../../../adapters/purchasing/openPurchasing';
import { EndpointLessons } from '../../../adapters/store/endpointLessons';
import type { Database } from '../../../adapters/store/database';
import type { StoredRun } from '../../../adapters/store/runStore';
import type { Configuration } from '../../../adapters/workspace/configuration';
import { respondInquiry } from '../../../core/responding/respondInquiry';
import { measured, type Measured } from '../../../core/run/bias/auditedPair';
import type { AnsweredCounterfactual, Counterfactual, Task } from '../../../core/run/bias/counterfactuals';
import { judgeInquiry } from '../../../core/screening/judging/judgeInquiry';
import type { Inquiry } from '../../../core/teacher/inquiry';
import type { TeacherAnswer, TeacherRequest } from '../../../core/teacher/request';
import { withRoomToThink } from '../../../core/teacher/withRoomToThink';

/** Where in the ledger it is: bought for the run, and for no iteration of it. */
const noIteration = -1;

/** After everything that the run itself asks. */
const last = [Number.MAX_SAFE_INTEGER];

export interface Answered {
  readonly pairs: readonly AnsweredCounterfactual[];
  readonly sent: number;
  /** Tasks of which an answer could not be used. */
  readonly unanswered: number;
}

/**
 * Has each task answered as it is and with the group exchanged, by the role `respond` as the run does, and judged where its recipe has a judge. Through
 * the run's ledger and budget: what was answered is never bought again, so that the same command goes on where it was stopped.
 */
export async function answerCounterfactuals(
  database: Database,
  configuration: Configuration,
  run: StoredRun,
  counterfactuals: readonly Counterfactual[],
  signal: AbortSignal,
  onAnswered: (done: number, of: number) => void,
): Promise<Answered> {
  const { setup, materials, runKey } = run;
  const { weight, budget, ledger } = setup.recipe;
  const scope = ledger.reuse === 'workspace' ? 'workspace' : runKey;
  const address = { scope, runKey, iteration: noIteration, weight, budget };
  const purchasing = await openPurchasing(database, {
    name: `bias ${process.pid}`,
    endpoints: configuration.endpoints,
    budget: configuration.budget,
    environment: process.env,
    // What is learned is in the store; here nobody reads a log.
    learning: { lessons: new EndpointLessons(database), onLearned: () => undefined },
  });
  const abort = new AbortController();
  const stop = AbortSignal.any([signal, abort.signal]);
  let [sent, done] = [0, 0];
  const ask = async (request: TeacherRequest): Promise<TeacherAnswer> => {
    const purchase = await purchasing.purchaser.buy(address, request, last, stop);
    if (purchase.sent) sent++;
    return purchase.answer;
  };
  const answer = async (
    task: Task,
  ): Promise<{ readonly text: string; readonly measures: Measured } | undefined> => {
    const outcome = await hold(
      respondInquiry({ setup, materials }, { ...task, strategy: 'template', cell: null }),
      ask,
    );
    if (outcome.kind === 'unreadable') return undefined;
    const response = outcome.responses[0]?.text ?? '';
    const [judgement] = setup.recipe.judge
      ? await hold(judgeInquiry(setup, [{ ...task, response }]), ask)
      : [];
    const quality = judgement && 'score' in judgement ? judgement.score : null;
    const classification = outcome.classification ?? false;
    return { text: response, measures: measured({ ...task, response, quality, classification }, 'en') };
  };
  try {
    const settled = await Promise.allSettled(
      counterfactuals.map(async (one) => {
        try {
          const [original, changed] = await Promise.all([answer(one.original), answer(one.changed)]);
          onAnswered(++done, counterfactuals.length);
          return (
            original &&
            changed && {
              ...one,
              ...{ originalAnswer: original.text, originalMeasured: original.measures },
              ...{ changedAnswer: changed.text, changedMeasured: changed.measures },
            }
          );
        } catch (error) {
          abort.abort(error); // the others send nothing more, and it is thrown when they have settled
          throw error;
        }
      }),
    );
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed) throw abort.signal.aborted ? abort.signal.reason : failed.reason;
    const pairs = settled.flatMap((result) =>
      result.status === 'fulfilled' && result.value !== undefined ? [result.value] : [],
    );
    return { pairs, sent, unanswered: counterfactuals.length - pairs.length };
  } finally {
    await purchasing.close();
  }
}

async function hold<Outcome>(
  asked: Inquiry<Outcome>,
  ask: (request: TeacherRequest) => Promise<TeacherAnswer>,
): Promise<Outcome> {
  const inquiry = withRoomToThink(asked);
  let step = inquiry.next();
  while (!step.done) step = inquiry.next(await Promise.all(step.value.map(ask)));
  return step.value;
}
