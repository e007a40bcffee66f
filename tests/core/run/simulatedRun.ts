import { seededRandom, type SeededRandom } from '../../../core/foundations/seededRandom';
import { iterationShape } from '../../../core/run/iterationShape';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { RunProgress, type PreparedRun } from '../../../core/run/runProgress';
import { Usability } from '../../../core/teacher/usability';
import { emptyFunnel } from '../../../core/vocabulary/funnel';

/** A teacher and what comes of its answers. Times are in means of its answers. */
export interface Simulated {
  readonly target: number;
  readonly slots: number;
  readonly seed: number;
  /** Requests for a response, one after the other. */
  readonly rounds?: number;
  /** Share of what was proposed that is worth a response, and of responses that are accepted. */
  readonly screened?: number;
  readonly accepted?: number;
  /** Share of answers that take twenty times the mean. */
  readonly stragglers?: number;
  readonly size?: number;
  readonly open?: number;
  /** Whether slots that nobody waits for write responses to what was proposed so far; left out: they do. */
  readonly asksAhead?: boolean;
}

export interface SimulatedOutcome {
  readonly accepted: number;
  readonly iterations: number;
  /** Share of the slots' time that was used between the first request and the last. */
  readonly use: number;
  /** Between them. */
  readonly took: number;
}

interface Iteration {
  readonly number: number;
  readonly prompts: number;
  stage: 'propose' | 'respond' | 'ready';
  /** Prompts that are not answered. */
  waitsFor: number;
  proposed: number;
  responses: number;
  /** Responses that were begun before all proposals were there, and those that were written. */
  begun: number;
  written: number;
}

interface Request {
  readonly of: Iteration;
  readonly stage: 'propose' | 'respond';
  readonly round: number;
}

/** Tasks that a prompt brings in the mean, and what the run itself takes, in means of an answer: to plan, to read a stage, to commit. */
const tasksPerPrompt = 8;
const [planning, reading, committing] = [0.12, 0.25, 0.15];

/**
 * A run as its requests go over time: by `RunProgress`'s decisions, its stages, and the order in which its requests are sent. What comes
 * of an iteration depends on its number and the seed alone, and not on time.
 */
export function simulateRun(given: Simulated): SimulatedOutcome {
  const { target, slots, seed, rounds = 3, screened = 0.85, accepted = 0.9, stragglers = 0 } = given;
  const { size, open, asksAhead = true } = given;
  const recipe = recipeSchema.parse({
    ...{ name: 'simulated', target, seeds: { tasks: [{ instruction: 'Name a bird.', response: 'Wren.' }] } },
    iteration: { ...(size !== undefined && { size }), ...(open !== undefined && { open }) },
  });
  const prepared: PreparedRun = {
    ...iterationShape(recipe, slots),
    ...{ runKey: 'run@1', target, iterationsWithoutPairs: 10, listsQueue: '', listsToWrite: 0 },
    ...{ collapse: recipe.collapse, reviewsGate: false, refits: false, searchAttributes: false },
  };
  const progress = new RunProgress(prepared);
  const ofTime = seededRandom(seed, 'latency');
  const events: { readonly at: number; readonly happen: () => void }[] = [];
  const line: Request[] = [];
  const begun: Iteration[] = [];
  let [now, inUse, used, usedAtLast, firstAt, lastAt] = [0, 0, 0, 0, -1, 0];
  const usability = new Usability(slots);
  let isStepping = false;

  const after = (time: number, happen: () => void): void => {
    const at = now + time;
    const later = events.findLastIndex((event) => event.at >= at);
    events.splice(later + 1, 0, { at, happen });
  };
  const propose = (of: Iteration): void => {
    for (let index = 0; index < of.prompts; index++) line.push({ of, stage: 'propose', round: 0 });
    send();
  };
  const send = (): void => {
    while (inUse < slots && usability.maySend(inUse, 0) && line.length > 0) {
      const [request] = line.splice(firstOf(line), 1) as [Request];
      inUse++;
      [lastAt, usedAtLast] = [now, used];
      if (firstAt < 0) firstAt = now;
      after(ofTime.uniform() < stragglers ? 20 : latency(ofTime), () => {
        inUse--;
        usability.usable(usability.period);
        answered(request);
        send();
      });
    }
  };
  const answered = ({ of, stage, round }: Request): void => {
    if (stage === 'respond' && round + 1 < rounds) return void line.push({ of, stage, round: round + 1 });
    if (stage === 'respond') of.written++;
    else {
      const random = seededRandom(seed, 'propose', of.number, of.prompts - of.waitsFor);
      const proposed = tasksPerPrompt - 2 + random.below(5);
      const responses = count(proposed, screened, random);
      of.proposed += proposed;
      of.responses += responses;
      of.waitsFor--;
      if (asksAhead) begin(of, responses);
    }
    if (of.stage === stage && (stage === 'propose' ? of.waitsFor === 0 : of.written === of.responses))
      after(reading, () => read(of));
  };
  const begin = (of: Iteration, responses: number): void => {
    of.begun += responses;
    for (let index = 0; index < responses; index++) line.push({ of, stage: 'respond', round: 0 });
  };
  const read = (of: Iteration): void => {
    if (of.stage === 'propose') {
      of.stage = 'respond';
      begin(of, of.responses - of.begun);
      if (of.written < of.responses) return send();
      if (of.responses > 0) return after(reading, () => read(of));
    }
    of.stage = 'ready';
    if (!isStepping) step();
  };
  /** What the run itself does, one thing after the other. */
  const step = (): void => {
    isStepping = true;
    progress.openNext();
    const due = progress.open[begun.length];
    const [oldest] = begun;
    if (due)
      after(planning, () => {
        const prompts = Math.max(1, Math.round(due.size / tasksPerPrompt));
        const of: Iteration = {
          ...{
            number: due.iteration,
            prompts,
            stage: 'propose',
            waitsFor: prompts,
            proposed: 0,
            responses: 0,
            begun: 0,
            written: 0,
          },
        };
        begun.push(of);
        propose(of);
        step();
      });
    else if (oldest?.stage === 'ready')
      after(committing, () => {
        const { number: iteration, proposed, responses } = oldest;
        begun.shift();
        const pairs = count(responses, accepted, seededRandom(seed, 'commit', iteration));
        const funnel = { ...emptyFunnel, proposed, accepted: pairs, rejected: proposed - pairs };
        progress.committedOldest({ iteration, works: 1, funnel, reviews: [] });
        step();
      });
    else isStepping = false;
  };

  step();
  for (let event = events.pop(); event; event = events.pop()) {
    used += inUse * (event.at - now);
    now = event.at;
    event.happen();
  }
  if (progress.next().kind !== 'end') throw new Error('The run came to a stand.');
  const took = lastAt - firstAt;
  return {
    ...{ accepted: progress.funnel.accepted, iterations: progress.committed, took },
    use: usedAtLast / (slots * took),
  };
}

/** Which one is next, in the order of `holdShard`: what others wait for, then what others follow, then the older iteration. */
function firstOf(line: readonly Request[]): number {
  let [first, least] = [0, Infinity];
  for (const [index, { of, stage, round }] of line.entries()) {
    const waits = stage === 'propose' ? 0 : of.stage === 'respond' ? 1 : 2; // what is begun ahead waits for all others
    const order = (waits * 1_000 + round) * 1_000_000 + of.number;
    if (order < least) [first, least] = [index, order];
  }
  return first;
}

/** Lognormal, of mean 1. */
function latency(random: SeededRandom): number {
  const sigma = 0.5;
  const normal = Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  return Math.exp(sigma * normal - sigma ** 2 / 2);
}

function count(of: number, share: number, random: SeededRandom): number {
  let counted = 0;
  for (let index = 0; index < of; index++) if (random.uniform() < share) counted++;
  return counted;
}
