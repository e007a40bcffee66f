import { z } from 'zod';
import { count, time } from '../../terminal/outputValues';

const unused = z
  .array(z.strictObject({ name: z.string(), reason: z.string() }))
  .describe('Files that could not be used, each with why.');

const document = {
  id: z.string().describe('Of its name, its content and how it is cut.'),
  name: z.string(),
  format: z.enum(['text', 'markdown', 'html', 'pdf', 'csv', 'docx']),
  bytes: count,
  passages: count,
  leftOut: z.string().nullable().describe('What of it was not read; null where all of it was.'),
};

const folder = {
  name: z.string(),
  corpus: z.string().describe('The same for the same documents, cut in the same way.'),
  documents: count,
  passages: count,
  language: z.string(),
  unused,
};

/** What `seedbed knowledge` prints with --json. */
export const knowledgeOutput = z.union([
  z
    .strictObject({
      ...folder,
      added: z
        .array(
          z.strictObject({
            ...document,
            isNew: z.boolean().describe('False where the store had it already: nothing was read again.'),
          }),
        )
        .describe('Its documents, in the order of their names.'),
    })
    .describe('add'),
  z
    .strictObject({ knowledge: z.array(z.strictObject({ ...folder, addedAt: time })) })
    .describe('list: the latest first'),
  z
    .strictObject({ ...folder, addedAt: time, files: z.array(z.strictObject(document)) })
    .describe('list NAME'),
  z
    .strictObject({
      question: z.string(),
      in: z.string(),
      passages: z.array(
        z.strictObject({
          id: z.string().describe('What a citation names.'),
          name: z.string().describe("The document's name."),
          headings: z.array(z.string()),
          page: count.nullable(),
          text: z.string(),
          score: z.number().describe('It orders passages, and says nothing else.'),
          byText: count.nullable().describe('Its rank by words; null where it was not found so.'),
          byMeaning: count.nullable().describe('Its rank by meaning; null where it was not found so.'),
        }),
      ),
    })
    .describe('search'),
]);
