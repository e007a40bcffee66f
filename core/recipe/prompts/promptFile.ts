import type { AnswerSchema, TeacherRole } from '../../teacher/request';

/** One message of a prompt: a Liquid text; or messages repeated for each element of a list. */
export type PromptMessage =
  | { readonly system: string }
  | { readonly user: string }
  | { readonly assistant: string }
  | { readonly each: string; readonly as: string; readonly messages: readonly PromptMessage[] };

/** One version of a prompt, as its file says: `prompts/<name>/<version>.yaml`, in the package or in the user's workspace. */
export interface PromptFile {
  readonly name: string;
  readonly version: string;
  /** One line for people: what it asks for. */
  readonly description: string;
  readonly role: TeacherRole;
  /** A conversation, or a text that the model continues (`completion`, sent as one user message to endpoints without it). */
  readonly messages: readonly PromptMessage[] | undefined;
  readonly completion: string | undefined;
  /** What the answer must be: the JSON schema that it is asked for and checked by; left out, plain text. */
  readonly schema: AnswerSchema | undefined;
  /** Names that the texts may use, each with what it is; an unknown one in a text is an error. */
  readonly variables: Readonly<Record<string, string>>;
  readonly origin: 'seedbed' | 'workspace';
}

/** A text of a prompt, and where it stands in its file: the path of keys and positions. */
export interface PromptText {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Names that it may use beside the declared ones: those of the lists around it. */
  readonly locals: readonly string[];
}

/** All texts of a prompt, in the file's order. */
export function textsOf({ completion, messages }: Pick<PromptFile, 'completion' | 'messages'>): PromptText[] {
  if (completion !== undefined) return [{ path: ['completion'], text: completion, locals: [] }];
  return textsOfMessages(messages ?? [], ['messages'], []);
}

function textsOfMessages(
  messages: readonly PromptMessage[],
  path: readonly (string | number)[],
  locals: readonly string[],
): PromptText[] {
  return messages.flatMap((message, index) => {
    const here = [...path, index];
    if ('each' in message)
      return textsOfMessages(message.messages, [...here, 'messages'], [...locals, message.as]);
    return Object.entries(message).map(([role, text]: [string, string]) => ({
      path: [...here, role],
      text,
      locals,
    }));
  });
}
