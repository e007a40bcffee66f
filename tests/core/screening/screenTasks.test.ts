import { screenTasks } from '../../../core/screening/datasetScreening/screenTasks';
import { textContext, textFilters } from './filters/screening';

const good = 'She kneads the dough at four and opens the shop at seven.';
const refused = { message: 'And at noon?', response: "I'm sorry, but I can't help with that." };
const fine = { message: 'And at noon?', response: 'She cleans the ovens and counts what is left.' };

test.each([
  ['first', [[refused], [fine]], [false, true]],
  ['second', [[fine], [refused]], [true, false]],
])('what is wrong in the conversation of the %s input of a row is found there', async (_, turns, kept) => {
  const instances = turns.map((own, at) => ({ input: `Morning ${at}.`, output: good, turns: own }));
  const [first] = instances;
  const task = {
    ...{ instruction: 'Describe the morning of a baker.', classification: false },
    ...{ input: first!.input, response: good, turns: first!.turns, instances },
  };
  const [screening] = await screenTasks([task], textFilters, textContext({}));
  expect(screening).toMatchObject({ state: 'accepted', kept });
  expect(screening?.scores).toContainEqual(
    expect.objectContaining({
      ...{ filter: 'refusal', passed: false, response: kept.indexOf(false) },
      reason: expect.stringContaining('exchange 2') as unknown,
    }),
  );
});
