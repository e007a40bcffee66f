import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import { promptReference } from '../../recipe/prompts/promptSet';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import type { RunSetup } from '../../recipe/runSetup';
import type { Inquiry } from '../../teacher/inquiry';
import { callKey } from '../../teacher/callKey';
import type { TeacherRequest } from '../../teacher/request';
import { notAsAsked } from '../refusedWords';

/** A neighbour that an instruction may repeat: the rule is not sure. */
export interface Doubt {
  /** The instruction as it was compared: with its input, where it was compared with its own family. */
  readonly task: string;
  /** The neighbour's, likewise. */
  readonly like: string;
}

/** What the judge made of an instruction's doubts. */
export interface SettledDoubts {
  /** The neighbour that it repeats, and what the judge said of the two. */
  readonly same: { readonly like: string; readonly difference: string } | undefined;
  /** The neighbours that are other tasks. */
  readonly other: readonly string[];
  /** Why the first answer that could not be used could not be; undefined where all could. */
  readonly unreadable: string | undefined;
  /** Prompts and versions, as in "sameTask@1", and the ledger's keys of the calls. */
  readonly prompts: readonly string[];
  readonly calls: readonly string[];
}

const answerType = z.object({ difference: z.string(), same: z.boolean() });

/**
 * Has the teacher in the role `judge` say whether an instruction repeats one of the neighbours of which the rule is not sure. One call
 * a neighbour, in the order given, until one is called the same.
 */
export function* sameTaskInquiry(
  { recipe, roles, prompts }: RunSetup,
  doubts: readonly Doubt[],
): Inquiry<SettledDoubts> {
  const other: string[] = [];
  const references = new Set<string>();
  const calls: string[] = [];
  let unreadable: string | undefined;
  const settled = (same?: SettledDoubts['same']): SettledDoubts => ({
    same,
    other,
    unreadable,
    prompts: [...references],
    calls,
  });
  for (const { task, like } of doubts) {
    const file = drawPrompt(prompts, 'sameTask', recipe.seed, task, like);
    const request: TeacherRequest = {
      role: 'judge',
      endpoint: roles.judge.endpoint,
      model: roles.judge.model,
      prompt: promptFor(roles.judge, renderPrompt(file, { left: task, right: like })),
      parameters: { temperature: 0, max_tokens: 256 },
      ...requestSchema(file, roles.judge),
      sample: '0',
    };
    references.add(promptReference(file));
    calls.push(callKey(request));
    const [answer] = yield [request];
    const found = parseAnswer(file, answer?.text ?? '', answerType);
    if (answer?.refusal !== undefined || !found) unreadable ??= notAsAsked(answer, 'the JSON asked for');
    else if (found.same) return settled({ like, difference: found.difference.trim() });
    else other.push(like);
  }
  return settled();
}
