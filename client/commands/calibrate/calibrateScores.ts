import { existsSync } from 'node:fs';
import { readLabels } from '../../../adapters/calibration/readLabels';
import { LocalModels } from '../../../adapters/datasetScreening/localModels';
import { readScores } from '../../../adapters/datasetScreening/scoresFile';
import { writeWholeText } from '../../../adapters/files/wholeFile';
import { CalibrationStore } from '../../../adapters/store/calibrationStore';
import { everythingReviewed } from '../../../adapters/store/reviewStore';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import { calibrate, parseGoal, type Calibration } from '../../../core/screening/calibration/calibration';
import type { ThresholdGoal } from '../../../core/screening/calibration/fitThreshold';
import type { LabelledPair, ScoredPair } from '../../../core/screening/calibration/labelledPair';
import { labelWords, parseGoodRule } from '../../../core/screening/calibration/goodRule';
import { matchLabels } from '../../../core/screening/calibration/labels';
import type { ScreenedRow } from '../../../core/screening/datasetScreening/screenedRow';
import { resultsByFilter } from '../../../core/screening/calibration/pairFeatures';
import { readingsOf } from '../../../core/foundations/statistics/textModel';
import { UserError } from '../../../core/foundations/userError';
import { scoreThresholds } from '../../../core/screening/filters/scoreThresholds';
import { pairId } from '../../../core/dataset/formats/pairId';
import type { StoredCandidate } from '../../../core/run/rescreening/screenedAgain';
import { chooseRun, requireState } from '../../runs/chooseRun';
import type { Surroundings } from '../../terminal/surroundings';
import { exitCodes } from '../../terminal/exitCodes';
import { requireWritableFile } from '../../terminal/requireWritableFile';
import { openSession, type Session } from '../../connection/session';
import { calibrationView } from './calibrationView';

export interface CalibrateRequest {
  /** A run, or a file that `seedbed screen` wrote. */
  readonly scores: string;
  /** `reviews`, or a file with labels. */
  readonly from: string;
  readonly label: string;
  /** Which rows are good, as in `rating>=4`; left out, the label says it in words. */
  readonly good: string | undefined;
  readonly goal: string;
  readonly out: string;
  /** Whether the scorer reads words and no meanings, so that it needs no embedder. */
  readonly wordsOnly: boolean;
}

/** `seedbed calibrate`: fits thresholds and a learned scorer to labels, and writes them down. Returns the exit code. */
export async function calibrateScores(
  request: CalibrateRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // the file is written at the end, whole
  const goal = parseGoal(request.goal);
  if (!goal) {
    throw new UserError(`"${request.goal}" is no goal: there are f1, precision=0.9 and falseAlarms=0.03.`);
  }
  await requireWritableFile(request.out);
  const labelled =
    request.from === 'reviews'
      ? await reviewed(request.scores, surroundings)
      : await labelledIn(request, surroundings);
  const calibration = await learn(labelled, goal, request.wordsOnly);
  await writeWholeText(request.out, `${JSON.stringify(calibration, null, 2)}\n`);
  if (terminal.options.json) terminal.printJson({ ...summaryOf(calibration), out: request.out });
  else {
    terminal.print(calibrationView(calibration));
    terminal.note(`\nWritten to ${request.out}`);
  }
  return exitCodes.done;
}

async function learn(
  labelled: readonly LabelledPair[],
  goal: ThresholdGoal,
  wordsOnly: boolean,
): Promise<Calibration> {
  const models = new LocalModels();
  try {
    return await calibrate(labelled, goal, scoreThresholds, wordsOnly ? {} : { embed: models.embed });
  } finally {
    await models.close();
  }
}

/** What people said of a run's pairs in batches that are done. */
async function reviewed(named: string, surroundings: Surroundings): Promise<LabelledPair[]> {
  const labelled = await withRun(named, surroundings, (session, runKey) =>
    new CalibrationStore(session.database).labelled(runKey, everythingReviewed),
  );
  const bad = labelled.filter((one) => one.bad).length;
  if (bad === 0 || bad === labelled.length) {
    throw new UserError(
      `People approved ${labelled.length - bad} and rejected ${bad} pairs of ${named} in batches that are done. Both kinds are needed.`,
      { mend: `See what waits for people: seedbed review list ${named}` },
    );
  }
  return labelled;
}

async function labelledIn(
  { from, good, label, scores }: CalibrateRequest,
  surroundings: Surroundings,
): Promise<readonly LabelledPair[]> {
  const rule = good === undefined ? labelWords(label) : parseGoodRule(good);
  const { labels, unread } = await readLabels(from, rule);
  const items = existsSync(scores) ? await fromFile(scores) : await fromRun(scores, surroundings);
  const labelled = matchLabels(items, labels);
  const bad = labelled.filter((one) => one.bad).length;
  if (bad === 0 || bad === labelled.length) {
    throw new UserError(
      `${labels.length} labels were read, and ${labelled.length} are of pairs in ${scores}: ${labelled.length - bad} good and ${bad} bad. Both kinds are needed.`,
      { mend: 'Labels name their pairs by id, or by instruction and response.' },
    );
  }
  if (unread > 0)
    surroundings.terminal.note(
      `${unread} rows of ${from} have no label that could be read, and were left out.`,
    );
  return labelled;
}

/** Without the scorer's weights, which are for the file. */
function summaryOf({ scorer, ...calibration }: Calibration) {
  if (!scorer) return { ...calibration, scorer: null };
  const { columns, weights: _weights, penalty: _penalty, texts, ...shown } = scorer;
  return { ...calibration, scorer: { features: columns.length, reads: readingsOf(texts), ...shown } };
}

async function fromFile(path: string): Promise<ScoredPair[]> {
  const items: ScoredPair[] = [];
  for await (const row of readScores(path)) {
    const item = scoredRow(row);
    if (item) items.push(item);
  }
  return items;
}

function scoredRow({ id, row, instruction, instances, scores }: ScreenedRow): ScoredPair | undefined {
  const [first] = instances ?? [];
  if (instruction === undefined || !first) return undefined;
  const { input, response } = first;
  return {
    ids: [...(id === undefined ? [] : [id]), String(row)],
    instruction,
    input,
    response,
    results: resultsByFilter(scores.filter(({ response = 0 }) => response === 0)),
  };
}

function fromRun(named: string, surroundings: Surroundings): Promise<ScoredPair[]> {
  return withRun(named, surroundings, async (session, runKey) => {
    const { setup } = await session.runs.load(runKey);
    const items: ScoredPair[] = [];
    for await (const candidates of new RescreeningStore(session.database).iterations(runKey))
      items.push(...candidates.flatMap((candidate) => scoredCandidate(candidate, setup.recipe.seed) ?? []));
    return items;
  });
}

async function withRun<Found>(
  named: string,
  surroundings: Surroundings,
  find: (session: Session, runKey: string) => Promise<Found>,
): Promise<Found> {
  requireState(surroundings.workspace);
  const needs = { command: 'calibrate', worker: false, teacher: false, yes: false };
  const session = await openSession(surroundings, needs);
  try {
    return await find(session, (await chooseRun(session, named, 'any')).runKey);
  } finally {
    await session.close();
  }
}

function scoredCandidate(candidate: StoredCandidate, seed: number): ScoredPair | undefined {
  const { iteration, ordinal, instruction, responses, scores } = candidate;
  const response = responses.find(({ kept }) => kept) ?? responses[0];
  if (instruction === null || !response) return undefined;
  return {
    ids: [pairId(seed, { iteration, ordinal }), `${iteration}/${ordinal}`],
    instruction,
    input: response.input,
    response: response.text,
    results: resultsByFilter(
      scores.filter((score) => score.response < 0 || score.response === response.response),
    ),
  };
}
