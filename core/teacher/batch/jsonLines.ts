import { isFields, type Fields } from '../answer/fields';

/** The objects in lines of JSON. A line that is none, such as the last of a file that was cut off, is left out: it is asked again. */
export function jsonLines(text: string): Fields[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    try {
      const value: unknown = JSON.parse(line);
      return isFields(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}
