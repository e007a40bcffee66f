/** Seedbed as a library: `import { startRun, extendRun, readPairs, screen, defineFilter, defineStrategy } from 'seedbed'`. What is not exported here may change any day. */
export { UserError } from '../../core/foundations/userError';
export type {
  AcceptedPair,
  ConversationTurn,
  PairInstance,
  PairVerdict,
} from '../../core/dataset/formats/acceptedPair';
export type { Known, OwnPair, OwnStrategy, OwnWork, PlanAsked } from '../../core/proposing/own/ownStrategy';
export type { RecipeInput } from '../../core/run/recipeSchema';
export type { RunStatus } from '../../core/run/status';
export type { ScreenedRow } from '../../core/screening/datasetScreening/screenedRow';
export type { Subject } from '../../core/screening/filters/filter';
export type { FilterResult } from '../../core/vocabulary/filterResult';
export { defineFilter, type OwnFilter } from './defineFilter';
export { defineStrategy } from './defineStrategy';
export { extendRun, type ExtensionOptions } from './extendRun';
export { readPairs, type PairsOptions } from './readPairs';
export { screen, type PairToScreen, type ScreeningOptions } from './screen';
export { startRun, type Run, type RunOptions } from './startRun';
