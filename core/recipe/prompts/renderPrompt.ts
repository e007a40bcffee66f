import type { RoleSetup } from '../runSetup';
import type { AnswerSchema, ChatMessage, TeacherPrompt } from '../../teacher/request';
import { compilePrompt } from './compilePrompt';
import { LiquidError } from './liquid';
import type { PromptFile, PromptMessage } from './promptFile';
import { promptReference } from './promptSet';

type Values = Readonly<Record<string, unknown>>;

/**
 * What the teacher reads. Messages that come to nothing but white space are left out, so that a part may depend on a condition.
 *
 * @throws Error that names the prompt and the line within its text, where a value is missing.
 */
export function renderPrompt(file: PromptFile, values: Values): TeacherPrompt {
  const compiled = compilePrompt(file);
  const render = (text: string, scope: Values): string => {
    try {
      return compiled.get(text)?.render(scope) ?? '';
    } catch (cause) {
      if (!(cause instanceof LiquidError)) throw cause;
      const place = cause.line === undefined ? '' : `, line ${cause.line} of "${text.slice(0, 40)}"`;
      throw new Error(`Prompt ${promptReference(file)}${place}: ${cause.message}.`, { cause });
    }
  };
  if (file.completion !== undefined) return { kind: 'completion', prompt: render(file.completion, values) };
  return { kind: 'chat', messages: renderMessages(file, file.messages ?? [], values, render) };
}

/** A prompt in the form that an endpoint takes: a text to continue goes as one user message where it has no /completions. */
export function promptFor({ completions }: RoleSetup, prompt: TeacherPrompt): TeacherPrompt {
  if (prompt.kind === 'chat' || completions) return prompt;
  return { kind: 'chat', messages: [{ role: 'user', content: prompt.prompt }] };
}

/** The schema to send along, where there is one and the endpoint follows it: to be spread into a request. */
export function requestSchema(
  { schema }: PromptFile,
  { structuredOutput }: RoleSetup,
): { readonly schema?: AnswerSchema } {
  return schema && structuredOutput ? { schema } : {};
}

function renderMessages(
  file: PromptFile,
  messages: readonly PromptMessage[],
  values: Values,
  render: (text: string, scope: Values) => string,
): ChatMessage[] {
  return messages.flatMap((message): ChatMessage[] => {
    if ('each' in message) {
      const list = values[message.each];
      if (!Array.isArray(list))
        throw new Error(
          `Prompt ${promptReference(file)}: "${message.each}" is repeated over, and is no list.`,
        );
      return list.flatMap((element: unknown) =>
        renderMessages(file, message.messages, { ...values, [message.as]: element }, render),
      );
    }
    const [role, text] = Object.entries(message)[0] as [ChatMessage['role'], string];
    const content = render(text, values);
    return content.trim() === '' ? [] : [{ role, content }];
  });
}
