import type { Block } from '../../../core/foundations/passages/block';
import type { ParsedFormat } from './documentFormats';

/** What a parser's process is asked, and what it says. One document at a time; after each batch of blocks it waits until it is told to go on. */

export type ParserRequest =
  | { readonly kind: 'parse'; readonly path: string; readonly format: ParsedFormat }
  | { readonly kind: 'goOn' };

export type ParserReply =
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
  /** `leftOut`: what of it could not be read, in words. */
  | { readonly kind: 'done'; readonly leftOut: string | null }
  | { readonly kind: 'unusable'; readonly reason: string };
