import { classifyInquiry, type TaughtCell } from '../../screening/cells/classifyInquiry';
import type { Stage } from './stage';

/** Has the cells of instructions told by the teacher. Where its answer can't be read, the cell that was asked for stands. */
export const classify: Stage<TaughtCell> = {
  of: 'instruction',
  asksAre: 'Cells',
  isAlwaysRead: false,
  open({ setup }, { candidates }) {
    const byTeacher = setup.recipe.coverage?.classifyBy === 'teacher';
    const unclassified = byTeacher ? candidates.filter(({ cell }) => cell === null) : [];
    return {
      asks: unclassified.map(({ ordinal, instruction }) => ({
        order: ordinal,
        endpoint: setup.roles.classify.endpoint,
        inquiry: () => classifyInquiry(setup, instruction),
      })),
      settle: (outcomes) => ({
        kind: 'changes',
        changes: unclassified.map(({ ordinal, askedCell }, index) => {
          const outcome = outcomes[index];
          return { ordinal, cell: outcome && 'cell' in outcome ? outcome.cell : askedCell, results: [] };
        }),
      }),
    };
  },
};
