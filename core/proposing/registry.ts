import { augment } from './augment';
import { own } from './own';
import { selfInstruct } from './selfInstruct';
import { refuse } from './refuse';
import { fromKnowledge } from './fromKnowledge';
import type { Strategy } from './strategy';
import { template } from './template';

/** Every strategy, in the order in which people are shown them. A new one is a folder beside these, and its line here. */
export const strategies: readonly Strategy[] = [selfInstruct, template, augment, fromKnowledge, own, refuse];
