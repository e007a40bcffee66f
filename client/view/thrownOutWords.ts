import type { ThrownOut } from '../../adapters/store/thrownOut';
import { shortened } from '../../core/foundations/text/shortened';
import { printable } from '../terminal/displayWidth';
import { counted } from './quantities';

/** Characters of an answer that are shown. */
const shown = 200;

/** Of a run that ended below its target: what became of most candidates, why, and how to see one. */
export function thrownOutWords(
  { by, candidates, reason, iteration, ordinal, raw }: ThrownOut,
  run: string,
): string {
  const why = reason === '' ? '' : `, most often for: ${printable(reason)}`;
  const answer = (raw ?? '').replace(/\s+/gu, ' ').trim();
  const began = answer === '' ? '' : ` The answer: “${printable(shortened(answer, shown))}”`;
  return `Thrown out by ${by}: ${counted(candidates, 'candidate')}${why}${began}\nSee one of them: seedbed trace ${iteration}/${ordinal} --run ${run}`;
}
