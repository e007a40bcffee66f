import { type Recipe } from '../../../core/recipe/schema';
import { recipeSchema } from '../../../core/run/recipeSchema';
import { strategyProblems, strategySharesOf } from '../../../core/proposing/strategyShares';

const seeds = { tasks: [{ instruction: 'Name a nut.', response: 'Hazel.' }] };
const template = { templates: [{ name: 'one', instruction: 'Name a nut.' }] };
const augment = { chains: [['deepen']] };
const recipe = (fields: object): Recipe => recipeSchema.parse({ name: 'x', ...fields });

describe('accepted pairs are divided', () => {
  test.each([
    ['to selfInstruct, where nothing else is there', { seeds }, [1, 0, 0]],
    ['to templates alone, where only they have a section', { template }, [0, 1, 0]],
    ['equally among sections', { seeds, template, augment }, [0, 0.5, 0.5]],
    [
      'as the recipe says, whatever the numbers add up to',
      { seeds, template, augment, strategies: { selfInstruct: 2, template: 1, augment: 1 } },
      [0.5, 0.25, 0.25],
    ],
    ['to those that are named only', { seeds, template, strategies: { selfInstruct: 3 } }, [1, 0, 0]],
  ])('%s', (_, fields, [selfInstruct, templates, augmented]) => {
    expect(strategySharesOf(recipe(fields))).toEqual({
      selfInstruct,
      template: templates,
      augment: augmented,
      refuse: 0,
      fromKnowledge: 0,
      own: 0,
    });
    expect(strategyProblems(recipe(fields))).toEqual([]);
  });
});

test('refusals that are wanted have the share that the recipe says, and the others divide what it leaves', () => {
  const fields = { seeds, template, strategies: { selfInstruct: 3, template: 1 }, safety: { refusals: 0.2 } };
  expect(strategySharesOf(recipe(fields))).toEqual({
    selfInstruct: 0.8 * 0.75,
    template: 0.8 * 0.25,
    augment: 0,
    fromKnowledge: 0,
    own: 0,
    refuse: 0.2,
  });
});

describe('a strategy with a share that lacks what it needs is told', () => {
  test.each([
    [
      'nothing at all',
      {},
      [
        '"seeds" is missing: selfInstruct grows from seed tasks; add them, or a template or augment or fromKnowledge or own section.',
      ],
    ],
    [
      'seeds',
      { template, strategies: { selfInstruct: 1, template: 1 } },
      [
        '"seeds" is missing: selfInstruct grows from seed tasks; add them, or set strategies.selfInstruct to 0.',
      ],
    ],
    [
      'sections',
      { seeds, strategies: { template: 1, augment: 1 } },
      [
        '"template" is missing: strategies.template is above 0; add the section, or set it to 0.',
        '"augment" is missing: strategies.augment is above 0; add the section, or set it to 0.',
      ],
    ],
    [
      'a share',
      { seeds, strategies: { selfInstruct: 0 } },
      [
        '"strategies" gives no strategy a share: write a number above 0 for one of them, or leave the field out.',
      ],
    ],
  ])('%s', (_, fields, messages) => {
    expect(strategyProblems(recipe(fields)).map(({ message }) => message)).toEqual(messages);
  });
});
