import { z } from 'zod';
import { drawPrompt } from '../../recipe/prompts/drawPrompt';
import { parseAnswer } from '../../recipe/prompts/parseAnswer';
import { promptFor, renderPrompt, requestSchema } from '../../recipe/prompts/renderPrompt';
import type { RunSetup } from '../../recipe/runSetup';
import type { Inquiry } from '../../teacher/inquiry';
import { rawOf } from '../../teacher/refusalReason';
import type { TeacherAnswer, TeacherRequest } from '../../teacher/request';
import { cellKey, type CellKey } from '../../vocabulary/cell';
import { refusedWords } from '../refusedWords';
import { axisNames, gridOf, type Grid } from '../../recipe/coverage/grid';

export type TaughtCell =
  | { readonly cell: CellKey }
  /** Why the answer could not be used, and what came. */
  | { readonly unreadable: string; readonly raw: string };

/** Examples of a value that the prompt shows, at most: its description says most of it. */
const shownExamples = 2;
const answerType = z.object({ cell: z.array(z.object({ axis: z.string(), value: z.string() })) });
const grids = new WeakMap<RunSetup, Grid>();

/**
 * Has the teacher in the role `classify` tell the cell of an instruction. One call.
 *
 * @throws Error where the recipe has no grid.
 */
export function* classifyInquiry(setup: RunSetup, instruction: string): Inquiry<TaughtCell> {
  const grid = gridOfSetup(setup);
  const { recipe, roles, prompts } = setup;
  const file = drawPrompt(prompts, 'classifyCell', recipe.seed, instruction);
  const request: TeacherRequest = {
    role: 'classify',
    endpoint: roles.classify.endpoint,
    model: roles.classify.model,
    prompt: promptFor(roles.classify, renderPrompt(file, { instruction, axes: shownAxes(grid) })),
    parameters: { temperature: 0, max_tokens: 64 + 32 * grid.axes.length },
    ...requestSchema(file, roles.classify),
    sample: '0',
  };
  const [answer] = yield [request];
  const found = parseAnswer(file, answer?.text ?? '', answerType);
  if (answer?.refusal !== undefined || !found) return unreadable('not the JSON asked for', answer);

  const cell: Record<string, string> = {};
  for (const { name, values } of grid.axes) {
    const given = found.cell.find(({ axis }) => isSame(axis, name))?.value;
    if (given === undefined) return unreadable(`without a value for "${name}"`, answer);
    const value = values.find((one) => isSame(one.name, given));
    if (!value) return unreadable(`"${given}" for "${name}", which is no value of it`, answer);
    cell[name] = value.name;
  }
  return { cell: cellKey(axisNames(grid), cell) };
}

/** The values of the prompt's variable `axes`. */
export function shownAxes(grid: Grid) {
  return grid.axes.map(({ name, values }) => ({
    name,
    values: values.map((value) => ({
      name: value.name,
      description: value.description ?? '',
      examples: value.examples.slice(0, shownExamples),
    })),
  }));
}

function gridOfSetup(setup: RunSetup): Grid {
  const grid = grids.get(setup) ?? gridOf(setup.recipe);
  if (!grid) throw new Error('Nothing can be classified into cells: the recipe has no "coverage".');
  grids.set(setup, grid);
  return grid;
}

/** Models change case and the space around a name, and mean the same. */
function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function unreadable(what: string, answer: TeacherAnswer | undefined): TaughtCell {
  const refused = refusedWords(answer, 'teacher');
  if (refused !== undefined) return { unreadable: refused, raw: rawOf(answer) };
  const cut = answer?.finishReason === 'length' ? ', cut at its length limit' : '';
  return {
    unreadable: `Asked for the cell of an instruction, the teacher's answer was ${what}${cut}.`,
    raw: answer?.text ?? '',
  };
}
