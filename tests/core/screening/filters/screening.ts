import {
  applyFilters,
  nothingPrepared,
  type Filter,
  type FilterContext,
  type Screening,
  type Subject,
} from '../../../../core/screening/filters/filter';
import type { RecordedResult } from '../../../../core/vocabulary/filterResult';
import { filters } from '../../../../core/screening/filters/registry';
import { recipeSchema, type RecipeInput } from '../../../../core/run/recipeSchema';

/** Our filters that read the text alone, those of instructions first. */
export const textFilters: readonly Filter[] = (filters as readonly Filter[]).filter(
  ({ needs }) => needs === 'text',
);
export const instructionFilters = textFilters.filter(({ stage }) => stage === 'instruction');
export const pairFilters = textFilters.filter(({ stage }) => stage === 'pair');

/** A pair that no filter minds. */
export const goodPair: Subject = {
  instruction: 'Put the sentence into the past tense.',
  input: 'She walks to school with her brother.',
  response: 'She walked to school with her brother.',
  classification: false,
  finishReason: 'stop',
  language: 'en',
  strategy: null,
};

/** What filters may ask where they are to ask for nothing but the text. */
export function textContext(filters: RecipeInput['filters'] = {}, language = 'en'): FilterContext {
  const seeds = { tasks: [{ instruction: 'Name a colour of the rainbow.', response: 'red' }] };
  return {
    recipe: recipeSchema.parse({ name: 'test', language, seeds, filters }),
    embed: () => Promise.reject(new Error('nobody may embed here')),
    languageModel: { logProbabilities: () => Promise.reject(new Error('nobody may ask a model here')) },
    materials: nothingPrepared,
  };
}

/** What filters say of one pair, which is like the good one but for what is given. */
export async function screen(
  filters: readonly Filter[],
  pair: Partial<Subject>,
  settings: RecipeInput['filters'] = {},
): Promise<Screening> {
  const [screening] = await applyFilters(filters, [{ ...goodPair, ...pair }], textContext(settings));
  if (!screening) throw new Error('nothing was screened');
  return screening;
}

export async function rejection(
  filters: readonly Filter[],
  pair: Partial<Subject>,
  settings: RecipeInput['filters'] = {},
): Promise<RecordedResult | undefined> {
  const { rejectedBy, failed } = await screen(filters, pair, settings);
  if (failed) throw new Error(failed.reason);
  return rejectedBy;
}
