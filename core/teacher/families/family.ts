import type { ParameterTraits } from '../wireTraits';

/** Models that behave alike, whoever serves them. */
export interface ModelFamily {
  readonly name: string;
  /** Told by the last part of a model's name, in lower case: `qwen/qwen3-32b` is `qwen3-32b`. */
  readonly isOf: (model: string) => boolean;
  /** Whether they think before they answer: in sight, within the answer or beside it, or keeping it back. Absent: they don't. */
  readonly thinking?: 'shown' | 'kept back';
  /** What they refuse, over what their service takes. */
  readonly parameters: ParameterTraits;
}
