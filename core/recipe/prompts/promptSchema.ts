import { z } from 'zod';
import { checkAgainst, type Checked } from '../problems';
import { compilePrompt, PromptTextError } from './compilePrompt';
import { textsOf, type PromptFile, type PromptMessage, type PromptText } from './promptFile';

const variableName = /^[A-Za-z_]\w*$/;

/** A folder's or a file's name, and so a prompt's name or version. */
export const promptName = /^[A-Za-z0-9][\w.-]{0,79}$/;

const turn = {
  system: z.string().min(1).optional().describe('A text in the role system.'),
  user: z.string().min(1).optional().describe('A text in the role user.'),
  assistant: z.string().min(1).optional().describe('A text in the role assistant.'),
};

const isOneTurn = (message: object): boolean => Object.keys(message).length === 1;

const message = z
  .strictObject({
    ...turn,
    each: z.string().regex(variableName).optional().describe('Variable that holds a list.'),
    as: z.string().regex(variableName).optional().describe('What an element of the list is called.'),
    messages: z
      .array(z.strictObject(turn).refine(isOneTurn, { message: 'must have one of system, user, assistant' }))
      .min(1)
      .optional()
      .describe('Messages for each element of the list.'),
  })
  .refine(
    ({ each, as, messages, ...text }) =>
      each === undefined && as === undefined && messages === undefined
        ? isOneTurn(text)
        : each !== undefined && as !== undefined && messages !== undefined && Object.keys(text).length === 0,
    { message: 'must have one of system, user, assistant; or each, as and messages, all three' },
  );

/** A prompt's file. */
export const promptFileSchema = z
  .strictObject({
    name: z
      .string()
      .regex(promptName, 'must be letters, digits, ".", "_" or "-"')
      .describe('As its folder is called.'),
    version: z
      .union([z.string().regex(promptName, 'must be letters, digits, ".", "_" or "-"'), z.int().min(0)])
      .transform(String)
      .describe('As its file is called.'),
    description: z.string().min(1).describe('One line for people: what it asks for.'),
    role: z.enum(['propose', 'respond', 'classify', 'judge']).describe('Who is asked.'),
    variables: z
      .record(
        z.string().regex(variableName, 'must be letters, digits or "_", the first no digit'),
        z.string().min(1),
      )
      .default({})
      .describe('Names that the texts may use, each with what it is.'),
    messages: z.array(message).min(1).optional().describe('The conversation that the teacher answers.'),
    completion: z.string().min(1).optional().describe('The text that the teacher continues.'),
    schema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'JSON schema of the answer, an object; "title" names it. Left out: the answer is plain text.',
      ),
  })
  .refine(({ messages, completion }) => (messages === undefined) !== (completion === undefined), {
    message: 'needs either "messages" or "completion"',
  })
  .refine(({ schema }) => schema === undefined || schema['type'] === 'object', {
    message: 'must have the type "object", since endpoints take no other',
    path: ['schema'],
  })
  .refine(({ schema }) => schema === undefined || isReadable(schema), {
    message: 'must be a JSON schema that can be checked',
    path: ['schema'],
  });

/** Something wrong in one of a prompt's texts: `line` counts from 1 within the text. */
export interface TextProblem {
  readonly path: PromptText['path'];
  readonly line: number;
  readonly message: string;
}

/** A prompt file's content, checked but for its texts. Trailing line breaks of a text are not part of it. */
export function readPrompt(content: unknown, origin: PromptFile['origin']): Checked<PromptFile> {
  const checked = checkAgainst(promptFileSchema, content, 'prompt');
  if (!checked.ok) return checked;
  const { messages, completion, schema, ...rest } = checked.value;
  return {
    ok: true,
    value: {
      ...rest,
      messages: messages?.map(withoutTrailingBreaks),
      completion: completion?.replace(trailingBreaks, ''),
      schema: schema && nameSchema(schema, rest.name),
      origin,
    },
  };
}

/** The first thing that is wrong in a prompt's texts: no Liquid, something that is not allowed, or a name that is not declared. */
export function findTextProblem(file: PromptFile): TextProblem | undefined {
  const declared = Object.keys(file.variables);
  try {
    const compiled = compilePrompt(file);
    for (const { path, text, locals } of textsOf(file)) {
      const unknown = compiled
        .get(text)
        ?.variables.find(({ name }) => !declared.includes(name) && !locals.includes(name));
      if (unknown) {
        const message = `uses "${unknown.name}", which is not among its variables: ${declared.join(', ') || 'it declares none'}`;
        return { path, line: unknown.line, message };
      }
    }
  } catch (error) {
    if (!(error instanceof PromptTextError)) throw error;
    return { path: error.path, line: error.line ?? 1, message: `is not a valid text: ${error.message}` };
  }
  const list = (file.messages ?? []).findIndex((one) => 'each' in one && !declared.includes(one.each));
  if (list < 0) return undefined;
  return {
    path: ['messages', list, 'each'],
    line: 1,
    message: `repeats over a list that is not among its variables: ${declared.join(', ') || 'it declares none'}`,
  };
}

const trailingBreaks = /(?:\r?\n)+$/;

type WrittenMessage = z.output<typeof message>;

function withoutTrailingBreaks(written: WrittenMessage): PromptMessage {
  const { each, as, messages, ...texts } = written;
  if (each !== undefined && as !== undefined && messages !== undefined) {
    return { each, as, messages: messages.map((inner) => withoutTrailingBreaks(inner)) };
  }
  return Object.fromEntries(
    Object.entries(texts).map(([role, text]) => [role, text?.replace(trailingBreaks, '')]),
  ) as unknown as PromptMessage;
}

/** Endpoints take names of letters, digits, "_" and "-". */
function nameSchema({ title, ...schema }: Record<string, unknown>, name: string): PromptFile['schema'] {
  const named =
    typeof title === 'string' ? title : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { name: named.replace(/[^\w-]+/g, '_').slice(0, 64), schema };
}

function isReadable(schema: Record<string, unknown>): boolean {
  try {
    z.fromJSONSchema(schema);
    return true;
  } catch {
    return false; // which is the question: the caller names the prompt
  }
}
