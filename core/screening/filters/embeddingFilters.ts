import type { Filter } from './filter';
import { refusalMeaning } from './refusalMeaning';
import { relevanceFilter } from './relevance';

/** Every filter of ours that reads a pair by its embeddings. */
export const embeddingFilters: readonly Filter[] = [relevanceFilter, refusalMeaning];
