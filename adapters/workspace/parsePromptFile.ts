import { LineCounter, isScalar, parseDocument } from 'yaml';
import type { PromptFile } from '../../core/recipe/prompts/promptFile';
import { findTextProblem, readPrompt, type TextProblem } from '../../core/recipe/prompts/promptSchema';
import { UserError } from '../../core/foundations/userError';
import { describeProblems, fieldName } from '../../core/recipe/problems';
import { parseYaml } from './parseYaml';

/** Where a prompt file lies, and so what it must be called. */
export interface PromptPlace {
  readonly name: string;
  readonly version: string;
  readonly origin: PromptFile['origin'];
}

/**
 * A prompt out of its file's text.
 *
 * @param label how its reader knows the file, for messages.
 * @throws UserError that names the file, and the line where it is about a text.
 */
export function parsePromptFile(text: string, label: string, place: PromptPlace): PromptFile {
  const read = readPrompt(parseYaml(text, label), place.origin);
  if (!read.ok) throw new UserError(describeProblems(read.problems, label));
  const file = read.value;
  for (const field of ['name', 'version'] as const) {
    if (file[field] === place[field]) continue;
    throw new UserError(
      `${label}: "${field}" is "${file[field]}", but must be "${place[field]}", as its path says.`,
    );
  }
  const problem = findTextProblem(file);
  if (!problem) return file;
  const line = lineInFile(text, problem);
  throw new UserError(`${label}, line ${line}: "${fieldName(problem.path)}" ${problem.message}.`);
}

function lineInFile(text: string, { path, line }: TextProblem): number {
  const lineCounter = new LineCounter();
  const node = parseDocument(text, { lineCounter }).getIn(path, true);
  if (!isScalar(node) || !node.range) return 1;
  const begins = lineCounter.linePos(node.range[0]).line;
  // A block's text begins on the line after its "|" or ">".
  return begins + line - (node.type?.startsWith('BLOCK') ? 0 : 1);
}
