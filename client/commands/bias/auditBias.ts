import { createInterface } from 'node:readline/promises';
import { readDataset } from '../../../adapters/datasets/readDataset';
import { LocalModels } from '../../../adapters/datasetScreening/localModels';
import { servedModelsValue } from '../../../adapters/stack';
import { BiasAudits } from '../../../adapters/store/biasAudits';
import { meanAnswer } from '../../../adapters/store/meanAnswer';
import { RescreeningStore } from '../../../adapters/store/rescreeningStore';
import type { StoredRun } from '../../../adapters/store/runStore';
import {
  readConfiguration,
  servedModelsVariable,
  type Configuration,
} from '../../../adapters/workspace/configuration';
import { loadGroups } from '../../../adapters/workspace/loadGroups';
import { loadRecipe } from '../../../adapters/workspace/loadRecipe';
import { resolveInWorkspace } from '../../../adapters/workspace/resolveInWorkspace';
import type { DatasetFormat } from '../../../core/dataset/readers/datasetFormat';
import { swappableAttributes } from '../../../core/foundations/people/swapGroup';
import { UserError } from '../../../core/foundations/userError';
import { biasSection, type BiasSection } from '../../../core/recipe/sections/bias';
import type { ComparedPair } from '../../../core/review/counterfactualItems';
import type { AuditedPair } from '../../../core/run/bias/auditedPair';
import {
  biasReport,
  type BiasAudit,
  type CounterfactualReport,
  type StereotypeReport,
} from '../../../core/run/bias/biasReport';
import { compareCounterfactuals, drawCounterfactuals } from '../../../core/run/bias/counterfactuals';
import { stereotypePreference } from '../../../core/run/bias/stereotypePreference';
import { hasState, openSession, type Session } from '../../connection/session';
import { chooseRun } from '../../runs/chooseRun';
import { localServersFor } from '../../runs/recipeToSend';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { dollars } from '../../view/money';
import { count } from '../../view/quantities';
import { isYes } from '../../runs/agreeToCost';
import { answerCounterfactuals } from './answerCounterfactuals';
import { biasView } from './biasView';
import {
  handToPeople,
  pairsToShow,
  requireEnded,
  type AnsweredCandidate,
  type WaitingBatch,
} from './reviewCounterfactuals';
import { isDataset } from '../../runs/isDataset';

export interface BiasRequest {
  /** A run's name, or where a dataset is. */
  readonly named: string;
  readonly recipe: string | undefined;
  readonly language: string | undefined;
  readonly groups: string | undefined;
  readonly counterfactuals: number | undefined;
  /** How many of the most unequal ones people are to look at. */
  readonly review: number | undefined;
  /** To exchange; none: all that can be. */
  readonly attributes: readonly string[];
  readonly stereotypes: boolean;
  readonly meaning: boolean;
  readonly yes: boolean;
  readonly format: DatasetFormat | 'auto';
  readonly columns: Readonly<Record<string, string>>;
}

/** What is audited. */
interface Audited {
  readonly run: string | null;
  readonly dataset: string | null;
  readonly language: string;
  readonly seed: number;
  readonly section: BiasSection;
  /** File with more words for groups. */
  readonly groups: string | undefined;
  readonly pairs: readonly AuditedPair[];
  /** Also what filters rejected. */
  readonly answered: readonly AuditedPair[];
}

/** What is audited of a run. */
interface AuditedRun extends Audited {
  readonly answered: readonly AnsweredCandidate[];
}

/** What becomes of counterfactuals: their comparison, and pairs for people to look at. */
interface Compared {
  readonly report: CounterfactualReport;
  readonly toShow: readonly ComparedPair[];
}

/** `seedbed bias`: how people are represented and treated in a run or a dataset. Returns the exit code, which no finding changes. */
export async function auditBias(request: BiasRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, interruption } = surroundings;
  checkAttributes(request);
  if (request.review !== undefined && request.counterfactuals === undefined)
    throw new UserError('People are shown answers about two groups, and nobody asked for any.', {
      mend: `Name how many: seedbed bias ${request.named} --counterfactuals 100 --review ${request.review}`,
    });
  const models = new LocalModels();
  try {
    if (isDataset(request.named)) {
      if (request.counterfactuals !== undefined)
        throw new UserError('A dataset has no teacher and no ledger: counterfactuals are for runs.', {
          mend: 'Name a run: seedbed list',
        });
      const audited = await readAudited(request, surroundings);
      return show(audited, await audit(request, audited, null, models, surroundings), null, surroundings);
    }
    if (!hasState(surroundings.workspace))
      throw new UserError(
        `There is no file "${request.named}", and there are no runs in this workspace yet.`,
        {
          mend: 'Name a file of pairs, or start a run: seedbed run quickstart',
        },
      );
    return await withAuditedRun(request, surroundings, async (audited, counterfactuals, keep) => {
      const found = await audit(request, audited, counterfactuals, models, surroundings);
      return show(audited, found, await keep(found), surroundings);
    });
  } catch (error) {
    if (interruption.signal.aborted) {
      terminal.warn('Stopped. What was answered is in the ledger: the same command goes on from there.');
      return exitCodes.interrupted;
    }
    throw error;
  } finally {
    interruption.end();
    await models.close();
  }
}

async function audit(
  { meaning, stereotypes }: BiasRequest,
  audited: Audited,
  counterfactuals: CounterfactualReport | null,
  models: LocalModels,
  { terminal }: Surroundings,
): Promise<BiasAudit> {
  const { language, seed, section, pairs, answered } = audited;
  const lexicon = await loadGroups(audited.groups);
  if (!lexicon[language])
    terminal.warn(
      `There are no words for groups in the language "${language}" (there are ${Object.keys(lexicon).join(', ')}): add a file by --groups, or name another --language.`,
    );
  const report = await biasReport(pairs, answered, {
    language,
    lexicon,
    section,
    seed,
    embed: meaning ? models.embed : undefined,
  });
  const preference: StereotypeReport = stereotypes
    ? {
        model: models.languageModel.model,
        preference: await stereotypePreference(models.logProbabilities, language),
      }
    : null;
  return { ...report, counterfactuals, stereotypes: preference };
}

/** @param review Batches with unequal answers that wait for people; null where none was asked for. */
function show(
  { run, dataset }: Audited,
  found: BiasAudit,
  review: readonly WaitingBatch[] | null,
  { terminal }: Surroundings,
): number {
  const all = { run, dataset, ...found, review };
  if (terminal.options.json) terminal.printJson(all);
  else terminal.print(biasView(all, terminal.outColors));
  return exitCodes.done;
}

async function readAudited(request: BiasRequest, { workspace }: Surroundings): Promise<Audited> {
  const { named, format, columns } = request;
  const loaded =
    request.recipe === undefined
      ? undefined
      : await loadRecipe({ recipe: request.recipe, workspace, confined: false });
  const section = loaded?.recipe.bias ?? biasSection.parse({});
  const pairs: AuditedPair[] = [];
  for await (const row of readDataset({ path: named, label: `Dataset ${named}`, format, columns })) {
    if (!('task' in row)) continue;
    const { instruction, input, response, classification } = row.task;
    pairs.push({ instruction, input, response, classification, quality: null });
  }
  if (pairs.length === 0)
    throw new UserError(`Dataset ${named} has no row that can be read.`, { exitCode: 3 });
  const groups =
    request.groups ??
    (section.groups !== undefined && loaded
      ? await loaded.locate(section.groups, ['bias', 'groups'])
      : undefined);
  return {
    run: null,
    dataset: named,
    language: request.language ?? loaded?.recipe.language ?? 'en',
    seed: loaded?.recipe.seed ?? 42,
    section,
    groups,
    pairs,
    answered: pairs,
  };
}

async function withAuditedRun(
  request: BiasRequest,
  surroundings: Surroundings,
  use: (
    audited: Audited,
    counterfactuals: CounterfactualReport | null,
    keep: (found: BiasAudit) => Promise<readonly WaitingBatch[] | null>,
  ) => Promise<number>,
): Promise<number> {
  const open = (servers: Partial<Awaited<ReturnType<typeof localServersFor>>>): Promise<Session> =>
    openSession(surroundings, {
      command: 'bias',
      worker: false,
      teacher: false,
      ...servers,
      yes: request.yes,
    });
  let session = await open({});
  try {
    const { runKey, name, state } = await chooseRun(session, request.named, 'any');
    if (request.review !== undefined) requireEnded(name, state);
    const run = await session.runs.load(runKey);
    const audited = await auditedRun(session, run, name, request, surroundings);
    const keep = async (found: BiasAudit, toShow: readonly ComparedPair[] = []) => {
      await new BiasAudits(session.database).keep(runKey, found, toShow);
      return request.review === undefined ? null : handToPeople(session, run, toShow);
    };
    if (request.counterfactuals === undefined) return await use(audited, null, keep);
    const servers = await localServersFor(run.setup.recipe, surroundings.workspace);
    if (servers.teacher || Object.keys(servers.models).length > 0) {
      await session.close();
      session = await open(servers);
    }
    const compared = await answered(session, run, audited, request, surroundings);
    if (compared === undefined) return exitCodes.done;
    return await use(audited, compared.report, (found) => keep(found, compared.toShow));
  } finally {
    await session.close();
  }
}

async function auditedRun(
  session: Session,
  { runKey, setup: { recipe } }: StoredRun,
  name: string,
  request: BiasRequest,
  { workspace }: Surroundings,
): Promise<AuditedRun> {
  const pairs: AuditedPair[] = [];
  const answered: AnsweredCandidate[] = [];
  for await (const candidates of new RescreeningStore(session.database).iterations(runKey))
    for (const candidate of candidates) {
      const { iteration, ordinal, state, instruction, responses, scores, classification } = candidate;
      const response = responses.find(({ kept }) => kept) ?? responses[0];
      if (instruction === null || !response) continue;
      const { score } =
        scores.find((one) => one.filter === 'judge' && one.response === response.response) ?? {};
      const pair = {
        instruction,
        input: response.input,
        response: response.text,
        classification: classification ?? false,
        quality: score ?? null,
      };
      const isAccepted = state === 'accepted';
      answered.push({ ...pair, iteration, ordinal, isAccepted, goesOn: (response.turns ?? []).length > 0 });
      if (isAccepted) pairs.push(pair);
    }
  if (answered.length === 0)
    throw new UserError(`Run ${name} has committed nothing with a response yet.`, {
      mend: `See how far it is: seedbed status ${name}`,
    });
  const section = recipe.bias ?? biasSection.parse({});
  return {
    run: name,
    dataset: null,
    language: request.language ?? recipe.language,
    seed: recipe.seed,
    section,
    groups:
      request.groups ??
      (section.groups === undefined ? undefined : await resolveInWorkspace(workspace, section.groups)),
    pairs,
    answered,
  };
}

/** Undefined where nobody agreed to what it costs. */
async function answered(
  session: Session,
  run: StoredRun,
  { section, language, answered: candidates }: AuditedRun,
  request: BiasRequest,
  surroundings: Surroundings,
): Promise<Compared | undefined> {
  const { terminal, workspace } = surroundings;
  if (language !== 'en')
    throw new UserError(`Groups are exchanged in English texts only, and these are "${language}".`, {
      mend: 'Leave out --counterfactuals, or name the language: --language en',
    });
  const attributes = request.attributes.length > 0 ? request.attributes : swappableAttributes;
  const { counterfactuals, left } = drawCounterfactuals(
    candidates,
    attributes,
    request.counterfactuals ?? 0,
    run.setup.recipe.seed,
  );
  if (counterfactuals.length === 0)
    throw new UserError('No task of the run names one group that can be exchanged.', {
      mend: 'Ask for tasks about people; seedbed bias without --counterfactuals says who is named.',
    });
  if (!(await agrees(session, run, counterfactuals.length, request, surroundings))) return undefined;
  const configuration = await configurationOf(session, workspace);
  const { pairs, sent, unanswered } = await answerCounterfactuals(
    session.database,
    configuration,
    run,
    counterfactuals,
    surroundings.interruption.signal,
    (done, of) => terminal.live?.draw([`${done} of ${of} tasks answered`]),
  );
  terminal.live?.end();
  const { errorRate } = section;
  return {
    report: {
      pairs: pairs.length,
      sent,
      unanswered,
      comparisons: compareCounterfactuals(pairs, { errorRate, seed: run.setup.recipe.seed }),
      left: left.slice(0, 20),
    },
    toShow:
      request.review === undefined ? [] : await pairsToShow(session, run, candidates, pairs, request.review),
  };
}

/** Says what it costs, and asks where somebody is there and it costs something. */
async function agrees(
  { database }: Session,
  { runKey, setup }: StoredRun,
  pairs: number,
  { yes }: BiasRequest,
  { terminal, interruption }: Surroundings,
): Promise<boolean> {
  const judged = setup.recipe.judge !== undefined;
  const [respond, judge] = await Promise.all([
    meanAnswer(database, runKey, 'respond'),
    meanAnswer(database, runKey, 'judge'),
  ]);
  const known =
    respond.usd === null || (judged && judge.usd === null)
      ? undefined
      : respond.usd + (judged ? (judge.usd ?? 0) : 0);
  const most = 2 * pairs;
  const cost =
    known === undefined
      ? 'what it costs is not known: the run has no priced answers'
      : `${dollars(most * known)} at most, by what the run's answers cost`;
  terminal.note(
    `${count(pairs)} tasks, each asked as it is and with the group exchanged${judged ? ', and judged' : ''}: at most ${count(most * (judged ? 2 : 1))} requests, ${cost}. What is in the ledger is not bought again.`,
  );
  if (yes || known === 0 || !terminal.canAsk) return true;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return isYes(await prompt.question('Ask? [y/N] ', { signal: interruption.signal }));
  } finally {
    prompt.close();
  }
}

function configurationOf(session: Session, workspace: string): Promise<Configuration> {
  return readConfiguration(workspace, {
    ...process.env,
    ...(session.addresses.teacherUrl !== undefined && {
      SEEDBED_LOCAL_TEACHER_URL: session.addresses.teacherUrl,
    }),
    [servedModelsVariable]: servedModelsValue(session.addresses),
  });
}

function checkAttributes({ attributes }: BiasRequest): void {
  const unknown = attributes.find((attribute) => !swappableAttributes.includes(attribute));
  if (unknown !== undefined)
    throw new UserError(`"${unknown}" can not be exchanged: there are ${swappableAttributes.join(', ')}.`);
}
