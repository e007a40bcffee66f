import { seededRandom } from '../../foundations/seededRandom';
import type { FromKnowledgeSettings } from './section';

export type FormName = keyof FromKnowledgeSettings['forms'];

/** One thing that can be asked of a passage. */
export interface Form {
  readonly name: FormName;
  /** The prompt that asks for it. */
  readonly prompt: string;
  /** Whether its pairs make no sense without the passage. */
  readonly needsPassage: boolean;
  /** Whether it is about two passages. */
  readonly comparesTwo: boolean;
  /** Whether one is all that is asked for, whatever the recipe says. */
  readonly isOne: boolean;
  /** Whether its instructions are alike by design, and told apart by what they are about. */
  readonly isFamily: boolean;
}

const usual = { needsPassage: true, comparesTwo: false, isOne: false, isFamily: false };

export const forms: readonly Form[] = [
  { ...usual, name: 'question', prompt: 'askAboutPassage', needsPassage: false },
  { ...usual, name: 'summary', prompt: 'summarisePassage', isOne: true, isFamily: true },
  { ...usual, name: 'extraction', prompt: 'extractFromPassage', isFamily: true },
  { ...usual, name: 'comparison', prompt: 'comparePassages', needsPassage: false, comparesTwo: true },
  { ...usual, name: 'unanswerable', prompt: 'askBeyondPassage' },
];

/** @throws Error for a form of another version. */
export function formNamed(name: string): Form {
  const form = forms.find((one) => one.name === name);
  if (form) return form;
  throw new Error(`This version has no form "${name}" of pairs from passages.`);
}

/**
 * The form in which a passage is asked about for the n-th time: each of those with a weight once before any comes again, drawn without putting back,
 * so that over many passages each comes as often as its weight says.
 */
export function formOfRound(
  weights: FromKnowledgeSettings['forms'],
  runSeed: number,
  passage: string,
  round: number,
): Form {
  const random = seededRandom(runSeed, 'forms of a passage', passage);
  const left = forms.filter(({ name }) => weights[name] > 0);
  const order: Form[] = [];
  while (left.length > 0) {
    const drawn = random.weighted(left, ({ name }) => weights[name]);
    if (!drawn) break;
    order.push(drawn);
    left.splice(left.indexOf(drawn), 1);
  }
  const form = order[round % order.length];
  if (!form) throw new Error('A recipe without a form came to its plan.');
  return form;
}
