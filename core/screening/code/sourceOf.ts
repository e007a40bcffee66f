import type { CodeValue } from './literal';
import type { RunnableLanguage } from './sameValue';

/** A value as a program of a language writes it. */
export function sourceOf(value: CodeValue, language: RunnableLanguage): string {
  const isPython = language === 'python';
  const all = (items: readonly CodeValue[]): string =>
    items.map((item) => sourceOf(item, language)).join(', ');
  switch (value.kind) {
    case 'none':
      return isPython ? 'None' : 'null';
    case 'boolean':
      return isPython ? (value.value ? 'True' : 'False') : String(value.value);
    case 'number':
      // "7.0" of an instruction is a float in Python.
      return isPython && value.decimals !== undefined && Number.isInteger(value.value)
        ? value.value.toFixed(1)
        : String(value.value);
    case 'integer':
      return isPython ? value.digits : `${value.digits}n`;
    case 'text':
      return JSON.stringify(value.value).replace(
        /[\u2028\u2029]/gu,
        (char) => `\\u${char.charCodeAt(0).toString(16)}`,
      );
    case 'list':
      return `[${all(value.items)}]`;
    case 'tuple':
      return isPython
        ? `(${all(value.items)}${value.items.length === 1 ? ',' : ''})`
        : `[${all(value.items)}]`;
    case 'set':
      if (!isPython) return `new Set([${all(value.items)}])`;
      return value.items.length === 0 ? 'set()' : `{${all(value.items)}}`;
    case 'map':
      return isPython
        ? `{${value.entries.map(([key, one]) => `${sourceOf(key, language)}: ${sourceOf(one, language)}`).join(', ')}}`
        : `{${value.entries.map(([key, one]) => `[${sourceOf(key, language)}]: ${sourceOf(one, language)}`).join(', ')}}`;
    case 'other':
      throw new Error(`a value without a literal can't be written: ${value.text}`);
  }
}
