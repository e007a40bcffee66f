import { countWords } from '../../foundations/text/words';
import type { GridAxis } from '../../recipe/coverage/grid';

/**
 * What an instruction demands, told from its wording: length, conditions, steps and calls for reasoning. Roughly 0 to 1 for a
 * short request, 1.5 to 3 for one with a condition or two, and above 4 for one that ties several together.
 */
export function demandOf(instruction: string): number {
  const words = countWords(instruction);
  const count = (pattern: RegExp): number => instruction.match(pattern)?.length ?? 0;
  return (
    Math.min(words, 80) / 16 +
    0.5 * count(conditions) +
    0.5 * count(steps) +
    0.7 * count(reasoning) +
    0.25 * count(joints)
  );
}

const conditions =
  /\b(?:must|should not|without|unless|except|only|exactly|at (?:least|most)|no (?:more|fewer|less) than|under|within|each|every|both|limit(?:ed)?|budget|given that|assum(?:e|ing)|in case|if|who (?:has|have|cannot|is|are))\b/giu;
const steps =
  /\b(?:first|second|third|then|next|after that|finally|lastly|also|as well as|followed by|step by step|steps?|in addition|and (?:explain|say|show|give|state|recommend|include|justify|list|point|compare|add|end))\b/giu;
const reasoning =
  /\b(?:prove|proof|derive|justify|analy[sz]e|evaluate|critique|design|trade-?offs?|edge cases?|optimi[sz]e|optimal|constraints?|counter-?(?:example|argument)s?|implications?|consequences?|assumptions?|conflicting|simultaneous(?:ly)?|concurren(?:t|cy)|rigorous(?:ly)?|refute|weigh|complexity|invariants?|failure|root cause|reconcile|robust|scalab\w+)\b/giu;
/** Where one clause or item is joined to the next. */
const joints = /[,;:]|\b(?:and|while|whereas|because|so that|which|that)\b/giu;

/** Typical demand of the built-in levels, and how far it spreads, both in natural logarithms. */
const levels: Readonly<Record<string, number>> = {
  simple: Math.log(0.7),
  moderate: Math.log(2.1),
  hard: Math.log(5.5),
};
const spread = 0.4;

/**
 * Log-likelihood of each value of the axis, from demand alone; undefined where the axis is not the built-in complexity, with
 * its own values and no others.
 */
export function demandEvidence(axis: GridAxis, instruction: string): number[] | undefined {
  if (axis.name !== 'complexity') return undefined;
  const centres = axis.values.map(({ name }) => (Object.hasOwn(levels, name) ? levels[name] : undefined));
  if (centres.includes(undefined)) return undefined;
  const demand = Math.log(Math.max(0.3, demandOf(instruction)));
  return centres.map((centre) => -(((demand - (centre ?? 0)) / spread) ** 2) / 2);
}
