import { isPlainObject, type PlainObject } from '../../foundations/text/plainObject';

/** An object of an answer's JSON, of whose fields nothing is known. */
export type Fields = PlainObject;

export const isFields = isPlainObject;

/** The first of these fields that is an object. */
export function fieldsIn(of: Fields, ...names: readonly string[]): Fields | undefined {
  return names.map((name) => of[name]).find(isFields);
}

/** The first of these fields that is a text with something in it. */
export function textIn(of: Fields, ...names: readonly string[]): string | undefined {
  return names
    .map((name) => of[name])
    .find((value): value is string => typeof value === 'string' && value !== '');
}

/** The first of these fields that is a whole number of 0 or more, also where it is written as a text. */
export function countIn(of: Fields | undefined, ...names: readonly string[]): number | undefined {
  return names
    .map((name) => of?.[name])
    .filter((value) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== ''))
    .map((value) => Math.round(Number(value)))
    .find((value) => Number.isSafeInteger(value) && value >= 0);
}
