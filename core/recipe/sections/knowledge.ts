import { z } from 'zod';
import { license } from './fields';

/** How documents are cut into passages. */
export const passageSettings = z
  .strictObject({
    characters: z
      .int()
      .min(200)
      .max(4_000)
      .default(900)
      .describe('Most characters of a passage. The local embedding model reads about 1,000 of English.'),
    perDocument: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(20_000)
      .describe('Most passages of one document; the rest of it is left out, and said so.'),
    most: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(100_000)
      .describe('Most passages of all documents; documents beyond are left out, and said so.'),
  })
  .prefault({});

export const knowledgeSection = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe('Folder inside the workspace: text, Markdown, HTML, PDF, CSV and DOCX in it and below.'),
    files: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Which files of the folder, by patterns: handbook/**/*.md. Left out: all that can be read.'),
    documents: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(200).describe('What the document is called.'),
          text: z.string().min(1).describe('Its text, in Markdown.'),
        }),
      )
      .min(1)
      .optional()
      .describe('Documents written here.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code such as "en"')
      .optional()
      .describe("Language of the documents. Left out: the recipe's."),
    license: license.optional().describe('Licence of the documents, for the card.'),
    passages: passageSettings.describe('How documents are cut into passages.'),
  })
  .refine(({ folder, documents }) => folder !== undefined || documents !== undefined, {
    message: 'needs "folder" or "documents"',
  })
  .refine(({ folder, files }) => files === undefined || folder !== undefined, {
    message: 'has "files" and no "folder" that they are in',
    path: ['files'],
  });

export type KnowledgeSection = z.output<typeof knowledgeSection>;
