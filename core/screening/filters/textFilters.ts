import type { Filter } from './filter';
import { instructionFilters } from './instructionFilters';
import { pairFilters } from './pairFilters';

/** Every filter of ours that reads the text alone, those of instructions first. */
export const textFilters: readonly Filter[] = [...instructionFilters, ...pairFilters];
