import type { Operator } from '../operator';
import { addConstraint } from './addConstraint';
import { broaden } from './broaden';
import { changeEntities } from './changeEntities';
import { changeStyle } from './changeStyle';
import { complicateInput } from './complicateInput';
import { concretise } from './concretise';
import { deepen } from './deepen';
import { increaseReasoning } from './increaseReasoning';
import { paraphraseInstruction } from './paraphraseInstruction';
import { paraphraseResponse } from './paraphraseResponse';

/** Every operator, in the order in which documentation lists them. A new one is a file of this folder, and a line here. */
export const operators: readonly Operator[] = [
  paraphraseInstruction,
  paraphraseResponse,
  changeStyle,
  changeEntities,
  addConstraint,
  deepen,
  concretise,
  increaseReasoning,
  complicateInput,
  broaden,
];
