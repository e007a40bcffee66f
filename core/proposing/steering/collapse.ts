import type { Recipe } from '../../recipe/schema';
import type { Health } from './health';

/** What is in force against collapse, each level with all of those before: nothing, temperature, personas, diverse examples. */
export type CollapseLevel = 0 | 1 | 2 | 3;
const lastLevel = 3;

/** What a level changes in the proposal prompts of an iteration. */
export interface Measures {
  /** Added to the temperature of proposals. */
  readonly temperatureShift: number;
  /** Whether every prompt has a persona. */
  readonly personas: boolean;
  /** How examples are chosen, instead of as the recipe says. */
  readonly policy: 'diverse' | undefined;
}

/** What the watch remembers: plain JSON, carried along when the run continues as new. */
export interface CollapseState {
  readonly level: CollapseLevel;
  /** The run's first window, that later ones are compared with. */
  readonly first: readonly Health[];
  /** The latest iterations that were planned at the present level: one window at most. */
  readonly recent: readonly Health[];
  /** How many were planned at the present level in all. */
  readonly atLevel: number;
  /** Iterations that were observed. */
  readonly observed: number;
  /** What counts as decay at present, in words. */
  readonly decay: readonly string[];
  readonly ending?: string | undefined;
}

/** Fewest proposals in a window that anything is concluded from. */
const fewestProposals = 20;
const temperatureShift = 0.3;

const begun: CollapseState = {
  level: 0,
  first: [],
  recent: [],
  atLevel: 0,
  observed: 0,
  decay: [],
  ending: undefined,
};

/**
 * Notices that a run repeats itself, takes one measure after the other, and ends the run when none has helped. Decay is too
 * small a share of new proposals, or neighbours that are too near, or two of: fewer different words in instructions; in
 * responses; less verb-object entropy; a common opening of responses. Measures that were taken stay until the end of the run:
 * a recovery may well be owed to them. Pure state in workflow code: what was observed in the same order comes to the same.
 */
export class CollapseWatch {
  constructor(
    private readonly settings: Recipe['collapse'],
    private current: CollapseState = begun,
  ) {}

  get state(): CollapseState {
    return this.current;
  }

  /** What iterations that are planned from now on are asked at. */
  get level(): CollapseLevel {
    return this.current.level;
  }

  /** Why the run is to end; undefined while there is hope. */
  get ending(): string | undefined {
    return this.current.ending;
  }

  /** For people: what is wrong and what is done about it; empty while all is well and nothing was done. */
  get description(): string {
    const { decay, level } = this.current;
    const wrong = decay.length > 0 ? `The run repeats itself: ${decay.join('; ')}.` : '';
    const done = level > 0 ? `Against repetition: ${describeMeasures(level)}.` : '';
    return [wrong, done].filter((sentence) => sentence !== '').join(' ');
  }

  /**
   * An iteration has committed; to be called in the iterations' order.
   *
   * @param plannedAt the level that it was planned at: one that was open when a measure was taken says nothing of it.
   */
  observe(health: Health, plannedAt: number): void {
    const { watch, window, patience } = this.settings;
    const before = this.current;
    if (watch === 'off' || before.ending !== undefined) return;
    const first = before.first.length < window ? [...before.first, health] : before.first;
    const observed = before.observed + 1;
    if (plannedAt !== before.level) {
      this.current = { ...before, first, observed };
      return;
    }
    const recent = [...before.recent, health].slice(-window);
    const atLevel = before.atLevel + 1;
    const isEnough = before.level === 0 ? recent.length === window : atLevel >= patience;
    const decay = isEnough ? this.decayOf(recent, first, observed) : before.decay;
    this.current = { ...before, first, recent, observed, atLevel, decay };
    if (watch === 'act' && isEnough && decay.length > 0) this.escalate(decay);
  }

  /** A run that was to end for that goes on: another window at its last measure decides. */
  goOn(): void {
    if (this.ending !== undefined)
      this.current = { ...this.current, recent: [], atLevel: 0, ending: undefined };
  }

  private escalate(decay: readonly string[]): void {
    const { level } = this.current;
    this.current =
      level < lastLevel
        ? { ...this.current, level: (level + 1) as CollapseLevel, recent: [], atLevel: 0 }
        : {
            ...this.current,
            ending: `the run repeats itself, in spite of ${describeMeasures(level)}: ${decay.join('; ')}`,
          };
  }

  /** In words what has decayed; empty where nothing has, or too little was seen. */
  private decayOf(recent: readonly Health[], first: readonly Health[], observed: number): string[] {
    const { novel, similarity, openings, decline, window } = this.settings;
    if (recent.reduce((sum, { proposals }) => sum + proposals, 0) < fewestProposals) return [];
    const certain: string[] = [];
    const signs: string[] = [];
    const now = (measure: keyof Health): number | undefined => average(recent, measure);

    const isNew = now('novel');
    if (isNew !== undefined && isNew < novel) {
      certain.push(`${percent(isNew)} of proposals are new, less than ${percent(novel)}`);
    }
    const near = now('nearestSimilarity');
    if (near !== undefined && near > similarity) {
      certain.push(
        `instructions are ${near.toFixed(2)} like their nearest neighbours, more than ${similarity.toFixed(2)}`,
      );
    }
    const opening = now('commonOpening');
    if (opening !== undefined && opening > openings) {
      signs.push(`${percent(opening)} of responses begin alike, more than ${percent(openings)}`);
    }
    // A window is compared with the first one only when it has nothing in common with it.
    if (observed >= first.length + recent.length && first.length === window) {
      for (const { what, measures } of declining) {
        const lost = Math.max(...measures.map((measure) => lossOf(now(measure), average(first, measure))));
        if (lost > decline)
          signs.push(`${what} fell by ${percent(lost)} since the run began, more than ${percent(decline)}`);
      }
    }
    return certain.length > 0 || signs.length > 1 ? [...certain, ...signs] : [];
  }
}

/** What the level changes. */
export function measuresOf(level: number): Measures {
  return {
    temperatureShift: level >= 1 ? temperatureShift : 0,
    personas: level >= 2,
    policy: level >= 3 ? 'diverse' : undefined,
  };
}

/** For people: "a higher temperature, personas and diverse examples"; empty at level 0. */
export function describeMeasures(level: number): string {
  const taken = ['a higher temperature', 'personas', 'diverse examples'].slice(0, level);
  return taken.length < 2 ? taken.join('') : `${taken.slice(0, -1).join(', ')} and ${taken.at(-1) ?? ''}`;
}

/** One sign each, however many figures show it. */
const declining: readonly { readonly what: string; readonly measures: readonly (keyof Health)[] }[] = [
  { what: 'variety of words in instructions', measures: ['distinct1', 'distinct2'] },
  { what: 'variety of words in responses', measures: ['responseDistinct1', 'responseDistinct2'] },
  { what: 'variety of verbs and objects', measures: ['verbObjectEntropy'] },
];

/** Share of what there was at first that is gone; 0 where one of the two is not known. */
function lossOf(now: number | undefined, first: number | undefined): number {
  return now === undefined || first === undefined || first <= 0 ? 0 : 1 - now / first;
}

/** Weighted by proposals, over the iterations that know it; undefined where fewer than half do. */
function average(iterations: readonly Health[], measure: keyof Health): number | undefined {
  let [sum, weight, known] = [0, 0, 0];
  for (const health of iterations) {
    const value = health[measure];
    if (value === null) continue;
    sum += value * health.proposals;
    weight += health.proposals;
    known++;
  }
  return known === 0 || known * 2 < iterations.length ? undefined : sum / weight;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
