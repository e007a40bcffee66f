import { z } from 'zod';

/** Values as several outputs have them. */
export const count = z.int().min(0);

export const time = z.iso.datetime();

export const exitCode = z.int().describe('What the command exits with.');

export const share = z.number().describe('From 0 to 1.');

export const interval = z.tuple([z.number(), z.number()]).describe('Both ends of a 95 % interval.');

export const counts = z.record(z.string(), count);

/** Something that a file holds beside its pairs. */
export const aside = z.strictObject({
  fate: z.enum(['left aside', 'not supported', 'kept']),
  what: z.string(),
  rows: count.nullable().describe('How many hold it; null where it is no part of a row.'),
});
