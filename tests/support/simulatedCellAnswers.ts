import { Draws } from './seededDraws';
import {
  answerTo,
  recognise,
  type ProposalShares,
  type Question,
  type SimulatedAnswer,
} from './simulatedAnswers';
import { cellAskedIn, CellTeacher, passRate, trueCellOf, type CellHabits } from './simulatedCells';

/** Number of the last item of a list that the paper's prompt asks to be continued. */
const lastItem = 16;

/**
 * What a teacher with habits regarding cells answers: tasks of the cell that the prompt asks for, or of those that come to its
 * mind; and to each task a response, which goes round in a loop as often as the task's cell is hard for it. All else as ever.
 */
export function answerByCell(
  question: Question,
  identity: string,
  habits: CellHabits,
  shares: ProposalShares,
): SimulatedAnswer {
  const { prompt, schema } = question;
  const task = recognise(question);
  if (task === 'propose') {
    return { task, text: proposalText(question, new CellTeacher(habits), identity), finishReason: 'stop' };
  }
  const cell = trueCellOf(prompt);
  const answer = answerTo(question, habits.seed, identity, shares);
  const isLoop =
    cell !== undefined &&
    schema === undefined &&
    !new Draws(habits.seed, identity, 'loop').chance(passRate(habits.seed, cell));
  return isLoop ? { ...answer, text: `${answer.text}${' It goes on and on like this.'.repeat(20)}` } : answer;
}

function proposalText({ prompt, schema }: Question, teacher: CellTeacher, identity: string): string {
  const asked = cellAskedIn(prompt);
  const first = /(\d+)\.\s*$/u.exec(prompt)?.[1];
  if (schema !== undefined || first === undefined) {
    const wanted = Number(/\bCome up with (\d+) /u.exec(prompt)?.[1] ?? 8);
    return JSON.stringify({ instructions: teacher.write(asked, wanted, identity) });
  }
  const tasks = teacher.write(asked, Math.max(1, lastItem - Number(first) + 1), identity);
  return tasks
    .map((task, index) => (index === 0 ? ` ${task}` : `${Number(first) + index}. ${task}`))
    .join('\n');
}
