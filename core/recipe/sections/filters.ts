import { z } from 'zod';
import { share } from './fields';
import { fluencySection, followingDifficultySection } from './fluency';

/** The words that the released Self-Instruct code refuses in an instruction: things a language model cannot see, hear or do. */
export const selfInstructBlocklist = [
  'image', 'images', 'graph', 'graphs', 'picture', 'pictures', 'file', 'files', 'map', 'maps', 'draw', 'plot', 'go to',
] as const; // prettier-ignore

/** What Alpaca's code adds to it. */
export const alpacaBlocklist = ['video', 'audio', 'music', 'flowchart', 'diagram'] as const;

/** What counts as personal data. */
export const personalDataKinds = [
  'email',
  'phone',
  'iban',
  'creditCard',
  'ipAddress',
  'socialSecurity',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

const bounds = (what: string) =>
  z
    .strictObject({
      least: z.int().min(0).default(0).describe(`Fewest ${what}.`),
      most: z.int().min(1).optional().describe(`Most ${what}. Left out: any number.`),
    })
    .prefault({})
    .refine(({ least, most = Infinity }) => least <= most, {
      message: 'must not be more than "most"',
      path: ['least'],
    });

const words = z.array(z.string().min(1)).default([]);
/** Bounded, so that what a message or a log shows of it stays readable. */
const patterns = z.array(z.string().min(1).max(500)).default([]);

const wordsAndPatterns = z
  .strictObject({
    blockWords: words.describe(
      'Words and phrases that it may not contain: whole words, without regard to case.',
    ),
    requireWords: words.describe('Words and phrases of which it must contain at least one.'),
    blockPatterns: patterns.describe('Regular expressions (RE2) that may not match anywhere.'),
    requirePatterns: patterns.describe('Regular expressions (RE2) of which at least one must match.'),
  })
  .prefault({});

export const filtersSection = z
  .strictObject({
    instructionWords: z
      .strictObject({
        least: z.int().min(1).default(4).describe('Fewest words of an instruction.'),
        most: z.int().min(1).default(150).describe('Most words of an instruction.'),
      })
      .prefault({})
      .refine((words) => words.least <= words.most, {
        message: 'must not be more than "most"',
        path: ['least'],
      })
      .describe('Length of an instruction, in words between white space.'),
    responseWords: bounds('words of a response').describe(
      'Length of a response, in words between white space.',
    ),
    responseTokens: bounds('tokens of a response').describe(
      "Length of a response, in tokens of OpenAI's encoding o200k_base.",
    ),
    blocklist: z
      .array(z.string().min(1))
      .default([...selfInstructBlocklist, ...alpacaBlocklist])
      .describe(
        'Words and phrases that an instruction may not contain, matched as whole words, without regard to case.',
      ),
    blockedPrefixes: z
      .array(z.string().min(1))
      .default(['Write a program'])
      .describe('Beginnings that an instruction may not have.'),
    instructionText: wordsAndPatterns.describe('What an instruction must say, and what it may not.'),
    responseText: wordsAndPatterns.describe('What a response must say, and what it may not.'),
    repetition: z.boolean().default(true).describe('Reject responses that loop.'),
    repetitionShare: share
      .default(0.3)
      .describe('Share of a response, in words, above which what repeats itself is a loop.'),
    compression: z
      .union([z.literal(false), z.number().min(1)])
      .default(6)
      .describe(
        'How many times smaller DEFLATE may make a response of 400 bytes or more. Prose shrinks 1.5 to 3 times, a loop 10 times and more. `false`: any.',
      ),
    truncation: z.boolean().default(true).describe('Reject responses that were cut.'),
    echo: z.boolean().default(true).describe('Reject responses that only repeat their instruction or input.'),
    refusals: z
      .boolean()
      .default(true)
      .describe('Reject responses that refuse ("I\'m sorry, but I can\'t ...").'),
    boilerplate: z
      .boolean()
      .default(true)
      .describe('Reject responses in which an assistant speaks of itself ("As an AI language model ...").'),
    refusalMeaning: z
      .boolean()
      .default(false)
      .describe(
        'Look for refusals and boilerplate, where they are to be rejected, by meaning too: finds wordings that no pattern has, for the price of a few embeddings. Only with the embedder that Seedbed brings.',
      ),
    promptLeakage: z
      .boolean()
      .default(true)
      .describe('Reject what repeats pieces of a prompt ("### Instruction:", "given prompt").'),
    placeholders: z
      .boolean()
      .default(true)
      .describe(
        'Reject responses that leave places to be filled in ("[insert name]", "Lorem ipsum", "TODO").',
      ),
    encoding: z
      .boolean()
      .default(true)
      .describe('Reject garbled characters: UTF-8 read as Latin-1, replacement and control characters.'),
    language: z
      .boolean()
      .default(true)
      .describe('Reject what is in another language than asked for, where it is long enough to tell.'),
    urls: z
      .enum(['allow', 'given', 'forbid'])
      .default('allow')
      .describe(
        'Web addresses in a response: any, only those that the instruction or the input gives (others may well be invented), or none.',
      ),
    code: z
      .boolean()
      .default(true)
      .describe(
        'Reject responses with fenced code that does not parse, in the languages that Seedbed has parsers for.',
      ),
    json: z.boolean().default(true).describe('Reject responses with JSON that does not parse.'),
    arithmetic: z
      .boolean()
      .default(true)
      .describe('Reject responses with equations between numbers that do not hold.'),
    constraints: z
      .boolean()
      .default(true)
      .describe(
        'Reject responses that break a count that the instruction asks for ("in under 50 words", "exactly three").',
      ),
    profanity: z
      .boolean()
      .default(false)
      .describe('Reject instructions and responses with profane words, in the languages of the word list.'),
    profanityAllowed: words.describe('Words that are not to count as profane.'),
    personalData: z
      .strictObject({
        action: z
          .enum(['allow', 'redact', 'reject'])
          .default('allow')
          .describe(
            'What becomes of personal data: kept, replaced by "<EMAIL>" and the like before anything else sees it, or the pair rejected.',
          ),
        kinds: z
          .array(z.enum(personalDataKinds))
          .min(1)
          .default([...personalDataKinds])
          .describe('What counts: card numbers and IBANs by their checksums, the others by their form.'),
      })
      .prefault({})
      .describe('Personal data in instructions, inputs and responses.'),
    relevance: z
      .strictObject({
        least: z
          .number()
          .min(-1)
          .max(1)
          .default(0.15)
          .describe('Cosine of response to instruction and input below which a pair is rejected.'),
      })
      .optional()
      .describe(
        'Rejects responses that are about something else than their instruction, by embeddings; labels and responses of fewer than five words aside. Left out: none is.',
      ),
    fluency: fluencySection.optional(),
    followingDifficulty: followingDifficultySection.optional(),
    learned: z
      .strictObject({
        file: z
          .string()
          .min(1)
          .describe(
            'Calibration with a learned scorer, as "seedbed calibrate" writes it, relative to the recipe.',
          ),
        least: share
          .default(0.5)
          .describe(
            'Chance of being good below which a pair is rejected. "seedbed calibrate" says which one reaches a goal.',
          ),
      })
      .optional()
      .describe(
        'Rejects pairs that a scorer learned from your labels holds to be bad, before the judge is asked. Left out: none is scored.',
      ),
    scoreRejects: share
      .default(0)
      .describe(
        'Share of the rejected candidates, drawn at random, that dearer filters of the same stage score nevertheless, to learn what a filter throws away.',
      ),
    modules: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'JavaScript files in the workspace, each exporting filters of your own. Loaded only by workers started with SEEDBED_ALLOW_MODULES=1.',
      ),
  })
  .prefault({})
  .describe('What is thrown out, and when.');
