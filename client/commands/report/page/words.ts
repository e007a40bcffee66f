import { boundedText } from '../../../../core/foundations/text/boundedText';
import type { Value, ValueKind } from '../../../../core/run/report/page/section';
import { dollars } from '../../../view/money';
import { count, percent } from '../../../view/quantities';

/** Most bytes of a text in a table, and of one that is there to be read. */
export const cellBytes = 240;
export const textBytes = 900;

/** A value in words; "–" where there is none. */
export function valueWords(value: Value, kind: ValueKind): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'text':
      return String(value);
    case 'count':
      return count(value);
    case 'share':
      return percent(value);
    case 'decimal':
      return value.toFixed(2);
    case 'usd':
      return dollars(value);
  }
}

/** The same, where there is no room: on an axis. */
export function shortly(value: number, kind: ValueKind): string {
  switch (kind) {
    case 'share':
      return `${Number((100 * value).toFixed(1))} %`;
    case 'usd':
      return dollars(value);
    case 'count':
      if (value >= 1_000_000) return `${Number((value / 1_000_000).toFixed(1))} M`;
      return value >= 10_000 ? `${Number((value / 1_000).toFixed(1))} k` : count(value);
    case 'decimal':
    case 'text':
      return String(Number(value.toFixed(2)));
  }
}

/** At most so many characters of a name, on one line. */
export function cut(name: string, characters: number): string {
  const line = [...shownText(name).replace(/\s+/g, ' ')];
  return line.length <= characters ? line.join('') : `${line.slice(0, characters - 1).join('')}…`;
}

/** What a page may hold of a text that a model or a person wrote: no control characters, no half characters, none that turn the text around. */
export function shownText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\ufffd');
}

const references: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** A text as HTML, at most so many bytes of it: nothing in it is markup. */
export function escaped(text: string, bytes = cellBytes): string {
  return boundedText(shownText(text), bytes).replace(/[&<>"']/g, (character) => references[character] ?? '');
}
