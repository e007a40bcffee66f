import { withArticle } from '../language/english';

/** A stretch of a text, and what stands there instead. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** A text with the group of an attribute changed, or why it was left. */
export type Swap =
  | {
      readonly kind: 'swapped';
      readonly attribute: string;
      readonly text: string;
      /** The group that was named, and that is; undefined where groups changed places. */
      readonly from: string | undefined;
      readonly to: string | undefined;
      /** Places are those of the text as it was. */
      readonly changes: readonly Change[];
    }
  | { readonly kind: 'unswapped'; readonly reason: string };

/** The text with the changes put in, and "a" or "an" before them as they now sound. */
export function putChanges(text: string, changes: readonly Change[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, to } of [...changes].sort((left, right) => left.start - right.start)) {
    let before = text.slice(from, start);
    const article = /(?:^|[^\p{L}\p{N}'’-])(an?)(\s+)$/iu.exec(before);
    if (article?.[1] !== undefined && article[2] !== undefined) {
      const [, written, space] = article;
      const [right = written] = withArticle(to).split(' ');
      const cased = /^\p{Lu}/u.test(written) ? right.charAt(0).toUpperCase() + right.slice(1) : right;
      before = before.slice(0, before.length - written.length - space.length) + cased + space;
    }
    result += before + to;
    from = end;
  }
  return result + text.slice(from);
}
