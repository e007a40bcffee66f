import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonicalJson';

/** Marks that end, divide or quote; brackets and signs stay, since "2 * (3 + 4)", "C#" and "-5" are not "2 * 3 + 4", "C" and "5". */
const marks = String.raw`[.,;:!?…¡¿。、，！？：；؟،؛।॥・「」『』《》〈〉【】"“”„«»‹›'‘’\x60–—]`;
const leadingMarks = new RegExp(`^${marks}+`, 'u');
const trailingMarks = new RegExp(`${marks}+$`, 'u');

/** A text without what does not make it another: case, white space, and marks at the edges of words ("3.5" stays whole). */
export function normalisedText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/u)
    .map((word) =>
      word
        .replace(/^\.(?=\d)/, '0.')
        .replace(leadingMarks, '')
        .replace(trailingMarks, ''),
    )
    .filter((word) => word !== '')
    .join(' ');
}

/**
 * What makes two members of a family the same: instruction, input and response, normalised, as 64 hexadecimal digits. A response
 * that is still to be written counts as empty.
 */
export function identityOf(pair: {
  readonly instruction: string;
  readonly input?: string | undefined;
  readonly response?: string | undefined;
}): string {
  const parts = [pair.instruction, pair.input ?? '', pair.response ?? ''].map(normalisedText);
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}
