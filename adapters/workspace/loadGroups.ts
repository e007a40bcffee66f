import {
  builtInGroups,
  groupLexiconSchema,
  withMoreGroups,
  type GroupLexicon,
} from '../../core/foundations/people/groupLexicon';
import { checkAgainst, describeProblems } from '../../core/recipe/problems';
import { UserError } from '../../core/foundations/userError';
import { parseYaml } from './parseYaml';
import { readTextFile } from './readTextFile';

/**
 * Our words for groups of people, and those of a file.
 *
 * @throws UserError where the file can't be read, or has problems.
 */
export async function loadGroups(path: string | undefined): Promise<GroupLexicon> {
  if (path === undefined) return builtInGroups;
  const label = `File of groups ${path}`;
  const checked = checkAgainst(
    groupLexiconSchema,
    parseYaml(await readTextFile(path, label), label),
    'file of groups',
  );
  if (!checked.ok) throw new UserError(describeProblems(checked.problems, label));
  return withMoreGroups(builtInGroups, checked.value);
}
