import { batchSettingsOf, modeOf } from '../../recipe/askingMode';
import type { Recipe } from '../../recipe/schema';
import type { RehearsedLine } from './rehearsal';

/** Calls of a kind, as many as a run takes. */
interface Asked extends Pick<RehearsedLine, 'stage' | 'role' | 'endpoint' | 'isChat'> {
  readonly calls: number;
}

interface Course {
  readonly iterations: number;
  readonly candidates: number;
  readonly hasBatches: (endpoint: string) => boolean;
}

/** Most rounds of an inquiry that follow each other. */
const mostRounds = 4;

/** In how many rounds a stage asks of one candidate: classification, instances, a response; or message and response, turn after turn. */
export function roundsOf(stage: RehearsedLine['stage'], calls: number, candidates: number): number {
  if (stage === 'converse') return Math.max(1, calls / Math.max(1, candidates));
  return stage === 'respond' ? Math.min(mostRounds, Math.max(1, calls / Math.max(1, candidates))) : 1;
}

/**
 * The share of each line's calls that goes by batch: all of a round that is worth one, or that is the first of a stage in mode `batch`; what is left of a
 * batch, a few, goes online and is left out here.
 */
export function sharesByBatch(
  recipe: Pick<Recipe, 'teacher'>,
  lines: readonly Asked[],
  { iterations, candidates, hasBatches }: Course,
): readonly number[] {
  const from = batchSettingsOf(recipe)?.from ?? Infinity;
  const modes = lines.map(({ role, endpoint, isChat }) =>
    isChat && role !== 'embed' && role !== 'score' && role !== 'moderate' && hasBatches(endpoint)
      ? modeOf(recipe, role)
      : 'online',
  );
  return lines.map(({ stage, endpoint }, index) => {
    const mode = modes[index] ?? 'online';
    if (mode === 'online' || stage === 'lists' || stage === 'measure') return 0;
    const together = lines.reduce(
      (sum, line, other) =>
        line.stage === stage && line.endpoint === endpoint && modes[other] !== 'online'
          ? sum + line.calls
          : sum,
      0,
    );
    const rounds = roundsOf(stage, together, candidates);
    if (together / Math.max(1, iterations) / rounds >= from) return 1;
    return mode === 'batch' ? 1 / rounds : 0;
  });
}
