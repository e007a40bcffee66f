import { batchSettingsOf } from '../../recipe/askingMode';
import { assumed, usualAnswerTokens, type Assumed } from './assumptions';
import type { EstimateFigures } from './estimate';

type Figures = Pick<EstimateFigures, 'setup' | 'rehearsal' | 'corrections' | 'pace'>;

/** What an estimate takes for granted, since no earlier run says it: sentences for people, of what the recipe asks for alone. */
export function assumptionsIn({ setup, rehearsal, corrections, pace }: Figures): readonly string[] {
  const { recipe } = setup;
  const { lines } = rehearsal;
  const sentences: string[] = [];
  const names = Object.keys(rehearsal.works);
  if (names.some((name) => corrections.accepted(name) === undefined)) {
    sentences.push(
      `${between(assumed.passInstruction)} of instructions pass novelty and their filters, ${between(assumed.passPair)} of pairs theirs${
        recipe.judge ? `, and ${between(assumed.passJudge)} of these the judge` : ''
      }.`,
    );
  }
  if (lines.some((line) => line.stage === 'compare' && corrections.calls(line) === undefined))
    sentences.push(
      `The judge is asked about ${between(assumed.doubtful)} of instructions, since novelty is not sure.`,
    );
  if (lines.some((line) => line.stage === 'ground' && corrections.calls(line) === undefined))
    sentences.push(
      `The judge is asked about claims of ${between(assumed.doubtfulClaims)} of responses, since the comparison with the evidence is not sure.`,
    );
  if (lines.some((line) => line.stage === 'agree' && corrections.calls(line) === undefined))
    sentences.push(
      `The judge is asked about claims of ${between(assumed.doubtfulClaims)} of responses, since other samples say them in other words.`,
    );
  const unknown = lines.filter((line) => corrections.answer(line) === undefined);
  if (unknown.some(({ freeTokens }) => freeTokens > 0)) {
    const { low, high } = assumed.freeAnswer;
    sentences.push(
      `Answers that say as much as they like are between the recipe's own examples and ${usualAnswerTokens} tokens long, times ${low} to ${high}; the others as their form asks for, times ${assumed.formedAnswer.low} to ${assumed.formedAnswer.high}.`,
    );
  }
  if (unknown.some(({ thinks }) => thinks)) {
    const { low, median, high } = assumed.thinking;
    sentences.push(
      `A model that thinks takes ${median} tokens for it, ${low} to ${high}, before each answer.`,
    );
  }
  if (lines.some((line) => corrections.unusable(line) === undefined))
    sentences.push(`${between(assumed.unusable)} of answers are of no use and bought again.`);
  if (lines.some((line) => corrections.seconds(line) === undefined)) {
    const { secondsToFirst, tokensPerSecond } = assumed;
    sentences.push(
      `An answer begins after ${secondsToFirst.median} s (${secondsToFirst.low} to ${secondsToFirst.high}) and brings ${tokensPerSecond.median} tokens a second (${tokensPerSecond.low} to ${tokensPerSecond.high}).`,
    );
  }
  if (batchSettingsOf(recipe) && lines.some(({ endpoint }) => pace(endpoint).hasBatches)) {
    const { low, median, high } = assumed.batchHours;
    sentences.push(
      `A batch comes back after ${median} h (${low} to ${high}), and brings nearly all that is in it.`,
    );
  }
  if (lines.some((line) => corrections.cached(line) === undefined))
    sentences.push("No prompt comes cheaper out of an endpoint's cache.");
  return sentences;
}

/** "60 to 96 %". */
function between({ low, high }: Assumed): string {
  const percent = (share: number): string => String(Number((100 * share).toPrecision(2)));
  return `${percent(low)} to ${percent(high)} %`;
}
