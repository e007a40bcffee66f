import type { TeacherMode } from '../teacher/batch/nextBatch';
import type { TeacherRole } from '../teacher/request';
import type { Recipe } from './schema';

export interface BatchSettings {
  readonly from: number;
  readonly candidates: number;
  /** Seconds. */
  readonly poll: { readonly first: number; readonly longest: number };
}

/** As the schema has it, for recipes that say nothing of it. */
const usual: BatchSettings = { from: 200, candidates: 1_000, poll: { first: 30, longest: 600 } };

/** How a role of a run is asked. */
export function modeOf({ teacher }: Pick<Recipe, 'teacher'>, role: TeacherRole): TeacherMode {
  return teacher[role]?.mode ?? teacher.mode ?? 'online';
}

/** How a run asks by batch; undefined where it never does. */
export function batchSettingsOf(recipe: Pick<Recipe, 'teacher'>): BatchSettings | undefined {
  const roles: readonly TeacherRole[] = ['propose', 'respond', 'judge', 'classify'];
  return roles.some((role) => modeOf(recipe, role) !== 'online')
    ? (recipe.teacher.batch ?? usual)
    : undefined;
}
