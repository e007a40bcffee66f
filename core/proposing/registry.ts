import { augment } from './augment';
import { selfInstruct } from './selfInstruct';
import { fromKnowledge } from './fromKnowledge';
import type { Strategy } from './strategy';
import { template } from './template';

/** Every strategy, in the order in which people are shown them. A new one is a folder beside these, and its line here. */
export const strategies: readonly Strategy[] = [selfInstruct, template, augment, fromKnowledge];
