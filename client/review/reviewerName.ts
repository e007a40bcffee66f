import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { UserError } from '../../core/foundations/userError';
import { keptText } from '../connection/keptText';
import type { Surroundings } from '../terminal/surroundings';
import { makeFolder } from '../../adapters/files/makeFolder';

const maxCharacters = 100;

/**
 * Who reviews: `--reviewer`, SEEDBED_REVIEWER, the name that was given here before, else the user's. A terminal is asked once, and
 * the answer is kept in the workspace's state.
 *
 * @param asks whether somebody is there who may be asked.
 */
export async function reviewerName(
  given: string | undefined,
  { workspace }: Pick<Surroundings, 'workspace'>,
  asks: boolean,
): Promise<string> {
  const named = given ?? (process.env['SEEDBED_REVIEWER'] || undefined);
  if (named !== undefined) return checked(named);
  const file = path.join(workspace, '.seedbed', 'reviewer');
  const kept = await keptText(file);
  if (kept !== '') return checked(kept);
  const user = userName();
  if (!asks) return checked(user);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (
      await prompt.question(`Who reviews? Verdicts are kept under this name. [${user}] `)
    ).trim();
    const reviewer = checked(answer === '' ? user : answer);
    await makeFolder(path.dirname(file));
    await writeFile(file, `${reviewer}\n`);
    return reviewer;
  } finally {
    prompt.close();
  }
}

function userName(): string {
  try {
    return process.env['USER'] || os.userInfo().username;
  } catch {
    return ''; // a user without an entry, as in some containers
  }
}

function checked(name: string): string {
  const reviewer = name.trim();
  const mend = 'Say who decides: --reviewer ana';
  if (reviewer === '') throw new UserError('A verdict needs the name of who gives it.', { mend });
  if (reviewer.length > maxCharacters || /\p{Cc}/u.test(reviewer))
    throw new UserError(`A reviewer's name has at most ${maxCharacters} characters, on one line.`, { mend });
  return reviewer;
}
